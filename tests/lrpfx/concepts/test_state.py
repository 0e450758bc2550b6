"""The state of a pass: what is written is what changed; a kill or damage at any byte is never taken for a result."""

from pathlib import Path

import numpy as np
import pytest
import torch
from nets import dense, inputs

from lrpfx import errors
from lrpfx.concepts import maximise, sweep
from lrpfx.concepts.maxima import KINDS, Maxima
from lrpfx.concepts.state import SLACK, load, save

UNITS, CLASSES, K = 3, 5, 2


def empty(classes=CLASSES):
    return Maxima.empty("place", tuple(range(UNITS)), classes, K)


def further(found, labels, seed=0, rising=False):
    """With samples of these classes; `rising`: each pushes out an earlier one."""
    rng = np.random.default_rng(seed + found.seen)
    numbers = np.arange(found.seen, found.seen + len(labels))
    overall = {}
    for kind in KINDS:
        value = rng.normal(size=(UNITS, len(labels))) + (numbers if rising else 0)
        position = rng.integers(9, size=value.shape)
        overall[kind] = found.overall[kind].with_(value, numbers, position)
        for label in np.unique(labels):
            own, rows = np.flatnonzero(labels == label), np.arange(label * UNITS, (label + 1) * UNITS)
            part = found.by_class[kind].take(rows).with_(value[:, own], numbers[own], position[:, own])
            found.by_class[kind].put(rows, part)
    counts = found.counts + np.bincount(labels, minlength=found.classes)
    return Maxima(
        found.place, found.units, found.classes, found.seen + len(labels), overall, found.by_class, counts
    )


def content(found):
    tables = [t for tables in (found.overall, found.by_class) for t in tables.values()]
    arrays = [a for t in tables for a in (t.value, t.sample, t.position)]
    return (found.place, found.units, found.seen, *(a.tobytes() for a in (*arrays, found.counts)))


def written(file, steps=4):
    """A file of so many writes: the content after each, and where it ended."""
    found, saved, held = empty(), None, {}
    for step in range(steps):
        found = further(found, np.array([step % CLASSES, 0, 3]), seed=step)
        saved = save(file, "key", found, f"data {step}", saved)
        held[saved.end] = (content(found), f"data {step}")
    return held


def test_a_file_cut_short_at_any_byte_holds_what_was_whole_or_nothing(tmp_path):
    file = tmp_path / "state"
    held = written(file)
    whole = file.read_bytes()
    first = min(held)
    edges = {e + d for e in (0, *held) for d in (-1, 0, 1, 7, 39, 40, 41)}
    for end in sorted({*range(0, len(whole), 997), *edges} & set(range(len(whole) + 1))):
        file.write_bytes(whole[:end])
        if end < first:
            assert held_or_damaged(file) in (None, 0)
            continue
        found, saved = load(file, "key")
        assert (content(found), saved.data) == held[max(e for e in held if e <= end)]


def test_what_a_kill_cut_short_is_written_over(tmp_path):
    file = tmp_path / "state"
    held = written(file)
    last = sorted(held)[-2]
    for rest in (b"\x05", b"\0" * 100, file.read_bytes()[last:-3]):
        file.write_bytes(file.read_bytes()[:last] + rest)
        found, saved = load(file, "key")
        save(file, "key", further(found, np.array([3, 0, 3]), seed=3), "data 3", saved)
        found, saved = load(file, "key")
        assert (content(found), saved.data) == held[max(held)]
        assert saved.end == saved.size == file.stat().st_size


def test_a_byte_that_changed_is_damage_or_changes_nothing_that_was_whole(tmp_path):
    file = tmp_path / "state"
    held = written(file)
    whole = file.read_bytes()
    for at in range(5, len(whole), 397):
        broken = bytearray(whole)
        broken[at] ^= 0x10
        file.write_bytes(broken)
        assert held_or_damaged(file) in (None, 0, *held.values())


def held_or_damaged(file):
    """What a file holds; 0: no sample yet; None: it is refused as damaged."""
    try:
        found, saved = load(file, "key")
    except errors.StateError as error:
        return None if "damaged" in str(error) else error
    return found.seen and (content(found), saved.data)


def test_what_is_written_is_what_changed_and_not_the_tables(tmp_path):
    """Tables of 2,000 classes have 0.6 MB with nothing in them; three samples are some hundred bytes of entries."""
    file = tmp_path / "state"
    found, saved, sizes = empty(2000), None, []
    table = sum(a.nbytes for t in found.by_class.values() for a in (t.value, t.sample, t.position))
    for step in range(4):
        found = further(found, np.array([7, 8, 1900]), seed=step)
        saved = save(file, "key", found, "", saved)
        sizes.append(file.stat().st_size)
    assert max(np.diff([0, *sizes])) < table / 20
    assert content(load(file, "key")[0]) == content(found)


def test_entries_that_were_pushed_out_do_not_pile_up(tmp_path):
    file = tmp_path / "state"
    found, saved, sizes = empty(), None, []
    for step in range(60):
        found = further(found, np.arange(40) % CLASSES, seed=step, rising=True)
        saved = save(file, "key", found, "", saved)
        sizes.append(file.stat().st_size)
    assert max(sizes) < 1.2 * SLACK
    assert min(np.diff(sizes)) < -SLACK / 2  # it was written anew
    assert content(load(file, "key")[0]) == content(found)
    assert [p.name for p in tmp_path.iterdir()] == ["state"]


def test_a_file_that_another_run_writes_to_is_left_alone(tmp_path):
    file = tmp_path / "state"
    written(file, 1)
    (mine, saved), (theirs, other) = load(file, "key"), load(file, "key")
    save(file, "key", further(theirs, np.array([1])), "", other)
    before = file.read_bytes()
    with pytest.raises(errors.StateError, match="another run writes to it"):
        save(file, "key", further(mine, np.array([2])), "", saved)
    assert file.read_bytes() == before


def test_a_folder_that_is_not_there_is_named_before_the_first_batch(tmp_path):
    with pytest.raises(errors.StateError, match=r"there is no folder .*nowhere for the state"):
        maximise(sweep(dense(4, 6, 3), DATA[:2], "1"), iter("unread"), state=tmp_path / "nowhere" / "state")


# ---- data -------------------------------------------------------------------------------------------------------

DATA = inputs(12, 4, seed=5)


def run(data=DATA, size=3, file: Path | None = None, target=None):
    swept = sweep(dense(4, 6, 3), DATA[:2], "1", composite="epsilon")
    split = [(data[i : i + size], target) for i in range(0, len(data), size)]
    return maximise(swept, split, k=2, state=file, every=1)


def test_other_data_with_the_same_state_are_refused(tmp_path):
    file = tmp_path / "state"
    run(DATA[:9], file=file)
    changed = DATA.clone()
    changed[4, 1] += 1
    for data, target, message in (
        (changed, None, "of other data than these 9 samples"),
        (DATA, 1, "of other data than these 9 samples"),
        (DATA[:6], None, "has seen 9 samples, the data have 6"),
    ):
        before = file.read_bytes()
        with pytest.raises(errors.StateError, match=message):
            run(data, file=file, target=target)
        assert file.read_bytes() == before
    again = run(size=1, file=file)  # the same data in other batches go on
    for kind in KINDS:
        assert again.overall[kind].sample.tolist() == run().overall[kind].sample.tolist()


def test_classes_as_a_list_a_tensor_or_one_number_are_the_same_data(tmp_path):
    file = tmp_path / "state"
    run(DATA[:6], file=file, target=1)
    assert run(DATA[:6], file=file, target=[1, 1, 1]).seen == 6
    assert run(DATA[:6], file=file, target=torch.ones(3, dtype=torch.long)).seen == 6


@pytest.mark.parametrize(("unit", "label"), [(-1, None), (6, None), (6, 0), (0, 3), (0, -1)])
def test_a_concept_or_class_that_is_not_there_is_refused(unit, label):
    with pytest.raises(errors.ParameterError, match=r"there are (concepts 0 to 5|classes 0 to 2)"):
        run().top(unit, label=label)
