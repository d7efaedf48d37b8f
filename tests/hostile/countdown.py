"""A process that kills itself before its n-th call or statement: what the tests of kill -9 run."""

COUNTDOWN = """
import os, signal, sys

left = int(sys.argv[2])

def tick(*_):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1

def counted(call):
    def wrapped(*args, **named):
        tick()
        return call(*args, **named)
    return wrapped

def count_calls(*names):
    for name in names:
        setattr(os, name, counted(getattr(os, name)))
"""
"""The head of a script. Argument 1 is for its own use, argument 2: how many calls and statements happen before the
process kills itself (-1: it never does). `count_calls` counts calls of `os` by name; `tick` counts whatever calls it.
"""
