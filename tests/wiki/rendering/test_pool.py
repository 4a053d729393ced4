"""The process that renders what could be slow: bounded, replaced, and never missed."""

import os
import threading

import pytest

from wiki.rendering.model import Task
from wiki.rendering.pipeline import RENDERER_VERSION, render, render_many
from wiki.rendering.pool import Pool

SLOW = "[" * 9_000  # Python-Markdown looks for the end of each of them


@pytest.fixture(scope="module")
def pool():
    pool = Pool(seconds=0.5, patience=20)
    yield pool
    pool.close()


def test_the_pool_gives_what_this_process_gives(pool):
    text = "# One\n\n[[A page#Part|words]] *and* `more`[^1]\n\n[^1]: Note.\n"
    assert pool.render(Task(text, "steps", 3, ("h-one",))) == render_many({"one": "", "steps": text})["steps"]


def test_an_overstayer_is_killed_and_replaced(pool):
    pool.render(Task("warm"))
    first = pool._process.pid
    answer = pool.render(Task(SLOW))
    assert answer.failed
    assert SLOW in answer.html
    assert pool.render(Task("*fine*")).html == "<p><em>fine</em></p>"
    assert pool._process.pid != first


def test_a_worker_that_died_is_replaced(pool):
    pool.render(Task("warm"))
    pool._process.kill()
    pool._process.wait()
    pool.render(Task("lost, or not"))
    assert not pool.render(Task("*fine*")).failed


def test_a_rested_worker_costs_no_text():
    pool = Pool(idle=0.01, patience=20)
    pool.render(Task("warm"))
    assert pool._process.wait(20) == 0
    assert pool.render(Task("*fine*")).html == "<p><em>fine</em></p>"
    pool.close()


def test_too_little_memory_gives_the_source():
    pool = Pool(seconds=5, memory=16 * 1024 * 1024, patience=20)
    assert pool.render(Task("*fine*")).failed
    pool.close()


def test_threads_share_the_worker(pool):
    answers = {}

    def ask(number):
        answers[number] = pool.render(Task(f"*{number}*")).html

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"<p><em>{number}</em></p>" for number in range(8)}


def test_a_forked_copy_starts_its_own_and_leaves_the_first_alone(pool):
    pool.render(Task("warm"))
    first = pool._process.pid
    child = os.fork()
    if child == 0:
        done = pool.render(Task("*child*")).html == "<p><em>child</em></p>" and pool._process.pid != first
        pool.close()
        os._exit(0 if done else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert pool.render(Task("*parent*")).html == "<p><em>parent</em></p>"
    assert pool._process.pid == first


def test_a_closed_pool_opens_again(pool):
    pool.close()
    pool.close()
    assert not pool.render(Task("*fine*")).failed


def test_a_long_ordinary_text_is_rendered():
    text = "\n\n".join(f"## Part {n}\n\n- **One** of *{n}*\n- [two](/b) and `three`" for n in range(600))
    pool = Pool(patience=20)
    rendered = render(text, pool=pool)
    pool.close()
    assert not rendered.failed
    assert rendered.html.count("<h2") == len(rendered.headings) == 600
    assert RENDERER_VERSION >= 1


def test_a_clock_bounds_what_the_processor_does_not(pool):
    hurried = Pool(seconds=30, patience=0.2)
    assert hurried.render(Task(SLOW)).failed
    hurried.close()
