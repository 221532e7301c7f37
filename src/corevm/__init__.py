"""corevm: a language-runtime framework. Importing it loads no compiler."""
