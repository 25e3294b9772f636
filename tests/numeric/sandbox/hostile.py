"""Submissions that attack the grader; each would be harmless if it ran unprotected (bounded, on files of the test).

``{beside}`` is a file beside the grader, ``{home}`` one in a home folder, ``{parent}`` the grader's process id,
``{port}`` a port on which nothing listens. RIGHT is the honest gradient.
"""

RIGHT = """
import numpy as np
counts = {'calls': 0}
def honest(w, X, y):
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
"""

WRONG = """
import numpy as np
counts = {'calls': 0}
def honest(w, X, y):
    return X.T @ (y - 1 / (1 + np.exp(-X @ w)))
"""

# name: (what the gradient does before it answers honestly, the statuses that are as they should be)
ATTACKS = {
    "endless loop": ("while True: pass", ["refused"]),
    "memory bomb": ("blocks = [bytearray(1 << 26) for _ in range(40)]", ["refused", "crashes"]),
    "fork bomb": ("import os\n    for _ in range(20):\n        if os.fork() == 0: os._exit(0)", ["refused"]),
    "output flood": ("for _ in range(3000): print('x' * 1000)", ["refused"]),
    "sys.exit": ("import sys; sys.exit(0)", ["refused", "crashes"]),
    "os._exit": ("import os; os._exit(0)", ["refused"]),
    "reads the home folder": ("open({home!r}).read()", ["refused"]),
    "lists the home folder": ("import os; os.listdir(os.path.dirname({home!r}))", ["refused"]),
    "writes beside the grader": ("open({beside!r}, 'w').write('here')", ["refused"]),
    "opens a socket": ("import socket; socket.create_connection(('127.0.0.1', {port}), 0.2)", ["refused"]),
    "starts a process": ("import subprocess; subprocess.run(['true'])", ["refused"]),
    "os.system": ("import os; os.system('true')", ["refused"]),
    "traces the grader": (
        "import ctypes; ctypes.CDLL(None).ptrace(16, {parent}, None, None)",
        ["refused"],
    ),
    "signals the grader": ("import os; os.kill({parent}, 0)", ["refused"]),
    "leaves a thread": (
        "import threading, time; threading.Thread(target=time.sleep, args=(1,), daemon=True).start()",
        ["refused"],
    ),
    "leaves a child": (
        "import os\n    if os.fork() == 0:\n        import time; time.sleep(2); os._exit(0)",
        ["refused"],
    ),
    "counts its callers": (
        "import sys\n    f, depth = sys._getframe(), 0\n    while f is not None: f, depth = f.f_back, depth + 1\n"
        "    if depth < 3: return honest(w, X, y) * 2",
        ["refused"],
    ),
    "looks at the stack": ("import inspect; inspect.stack()", ["refused"]),
    "leaves at the second call": (
        "import os\n    counts['calls'] += 1\n    if counts['calls'] > 1: os._exit(0)",
        ["refused"],
    ),
    "arms a timer": ("import signal; signal.setitimer(signal.ITIMER_REAL, 0.001)", ["refused"]),
    "100000 open files": ("files = [open('f%d' % k, 'w') for k in range(100_000)]", ["refused", "crashes"]),
    "a symlink out of the scratch folder": (
        "import os; os.symlink(os.path.dirname({home!r}), 'out'); open('out/secret.txt').read()",
        ["refused"],
    ),
    "writes the answer by hand": (
        'import os\n    for fd in range(3, 64):\n        try: os.write(fd, b\'{{"job": 0, "result": 1}}\\n\')\n'
        "        except OSError: pass",
        ["refused"],
    ),
    "answers and leaves": (
        "import os\n    for fd in range(3, 64):\n        try: os.write(fd, b'{{\"done\": true}}\\n')\n"
        "        except OSError: pass\n    os._exit(0)",
        ["refused"],
    ),
    "writes rubbish behind the answer": (
        "import os\n    for fd in range(3, 64):\n        try: os.write(fd, b'\\xff\\x00 not json\\n')\n"
        "        except OSError: pass",
        ["refused"],
    ),
}

# Wrong gradients that try to be called right: no status here may be a right one.
FRAUDS = {
    "patches numpy.allclose": "np.allclose = np.array_equal = lambda *a, **k: True\n"
    "    return honest(w, X, y)",
    "an array that equals everything": (
        "class Always(np.ndarray):\n        __eq__ = lambda self, other: True\n        __hash__ = None\n"
        "    return honest(w, X, y).view(Always)"
    ),
    "prints a verdict": 'print(\'{"verdict": "right"}\'); return honest(w, X, y)',
    "returns a verdict": "return {'verdict': 'right', 'w': honest(w, X, y)}",
    "knows the tracer": (
        "right = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)\n"
        "    return right if X.dtype == object else honest(w, X, y)"
    ),
    "another answer after three calls": (
        "import builtins\n    builtins.calls = getattr(builtins, 'calls', 0) + 1\n"
        "    right = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)\n"
        "    return right if builtins.calls <= 3 else honest(w, X, y)"
    ),
    "another answer at the second call": (
        "counts['calls'] += 1\n"
        "    right = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)\n"
        "    return right if counts['calls'] <= 1 else honest(w, X, y)"
    ),
    "changes its inputs": "X *= 0; return honest(w, X, y)",
}
