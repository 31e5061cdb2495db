"""Runs the functions of a module on demand: a line of JSON on stdin asks for one, a line on stdout says what came of it.

One process serves all tests of a client, because importing the client takes longer than its tests.
"""

import importlib
import json
import sys


def main(module_name: str) -> None:
    module = importlib.import_module(module_name)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            outcome = {"result": getattr(module, request["call"])(**request["arguments"])}
        except Exception as error:  # Whatever it is, the test has to see it.
            outcome = {"error": f"{type(error).__module__}.{type(error).__qualname__}: {error}"}
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
