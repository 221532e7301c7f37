"""What json does to strings is native (pyta/module/json.py); its scanner and encoder are the library's own. (Level: guest.)"""

from _pyta import json_quote as encode_basestring
from _pyta import json_quote_ascii as encode_basestring_ascii
from _pyta import json_scanstring as scanstring


def fail(message, text, at):
    from json.decoder import JSONDecodeError

    raise JSONDecodeError(message, text, at)
