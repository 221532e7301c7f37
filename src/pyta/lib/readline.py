"""Line editing, by the host's readline. (Level: guest.)"""

from _pyta import host as _host

_host("module.call", "readline", "get_line_buffer")  # ImportError where the host has none
_functions = {}


def _passed_on(name):
    def function(*args):
        return _host("module.call", "readline", name, *args)

    function.__name__ = function.__qualname__ = name
    return function


for _name in (
    "parse_and_bind", "read_init_file", "get_line_buffer", "insert_text", "redisplay", "read_history_file", "write_history_file",
    "append_history_file", "get_history_length", "set_history_length", "get_current_history_length", "get_history_item",
    "remove_history_item", "replace_history_item", "clear_history", "add_history", "set_auto_history", "get_completion_type",
    "get_begidx", "get_endidx", "set_completer_delims", "get_completer_delims",
):  # fmt: skip
    globals()[_name] = _passed_on(_name)


def _hooked(name, what):
    def function(function=None):
        _functions[what] = function
        if function is None:
            _host("module.call", "readline", name)
        else:
            _host("call_back", "readline", name, lambda given: function(*given))

    function.__name__ = function.__qualname__ = name
    return function


set_completer = _hooked("set_completer", "completer")
set_startup_hook = _hooked("set_startup_hook", "startup")
set_pre_input_hook = _hooked("set_pre_input_hook", "pre_input")
set_completion_display_matches_hook = _hooked("set_completion_display_matches_hook", "display")


def get_completer():
    return _functions.get("completer")
