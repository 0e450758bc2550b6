"""Recurrent layers, cell by cell: the matrix products, gates and sums that they are.

lstm    i, f, g, o = a;        c' = σ(f) c + σ(i) tanh(g);   h' = σ(o) tanh(c')       a = W x + b + V h + d
gru     r, z, n = a, e;        n' = tanh(nₐ + σ(r) nₑ);      h' = (1 - σ(z)) n' + σ(z) h
rnn     h' = tanh(W x + b + V h + d), or relu
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

State = tuple[Tensor, ...]
Cell = Callable[[Tensor, State, Tensor, Tensor | None], State]
"""What the input says to a cell (W x + b), the state (h first), V and d, to the next state."""


def _lstm(told: Tensor, state: State, v: Tensor, d: Tensor | None) -> State:
    h, c = state
    i, f, g, o = (told + functional.linear(h, v, d)).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def _gru(told: Tensor, state: State, v: Tensor, d: Tensor | None) -> State:
    (h,) = state
    r, z, n = told.chunk(3, -1)
    r_h, z_h, n_h = functional.linear(h, v, d).chunk(3, -1)
    z = (z + z_h).sigmoid()
    n = (n + (r + r_h).sigmoid() * n_h).tanh()
    return ((1 - z) * n + z * h,)


def _plain(activation: Callable[[Tensor], Tensor]) -> Cell:
    return lambda told, state, v, d: (activation(told + functional.linear(state[0], v, d)),)


CELLS: dict[str, Cell] = {
    "lstm": _lstm,
    "gru": _gru,
    "rnn_tanh": _plain(torch.tanh),
    "rnn_relu": _plain(torch.relu),
}


def _layer(
    cell: Cell, steps: Sequence[Tensor], state: State, weights: Sequence[Tensor], biased: bool
) -> tuple[list[Tensor], State]:
    """One layer in one direction: the outputs, and the last state. Weights are W, V, b, d and the projection of h."""
    w, v, *rest = weights
    b, d = rest[:2] if biased else (None, None)
    projection = rest[2:] if biased else rest
    outputs = []
    for x in steps:
        state = cell(functional.linear(x, w, b), state, v, d)
        if projection:
            state = (functional.linear(state[0], projection[0]), *state[1:])
        outputs.append(state[0])
    return outputs, state


def _padded(
    cell: Cell,
    x: Tensor,
    initial: State,
    weights: Sequence[Tensor],
    biased: bool,
    layers: int,
    bidirectional: bool,
    batch_first: bool,
) -> tuple[Tensor, State]:
    """All layers over sequences of one length."""
    steps = list(x.unbind(1 if batch_first else 0))
    runs = layers * (2 if bidirectional else 1)
    each = len(weights) // runs
    last: list[State] = []
    for _ in range(layers):
        directions = []
        for backward in (False, True)[: 2 if bidirectional else 1]:
            at = len(last)
            state = tuple(s[at] for s in initial)
            order = steps[::-1] if backward else steps
            outputs, state = _layer(cell, order, state, weights[at * each : (at + 1) * each], biased)
            directions.append(outputs[::-1] if backward else outputs)
            last.append(state)
        steps = [torch.cat(both, -1) if bidirectional else both[0] for both in zip(*directions, strict=True)]
    final = tuple(torch.stack(states) for states in zip(*last, strict=True))
    return torch.stack(steps, 1 if batch_first else 0), final


def _sequences(name: str) -> Callable[..., Any]:
    def spelled(*args: Any) -> Any:
        if isinstance(args[1], Tensor) and isinstance(args[2], tuple | Tensor) and len(args) == 8:
            return _packed()
        x, state, weights, biased, layers, _dropout, _training, bidirectional, batch_first = args
        initial = tuple(state) if isinstance(state, tuple | list) else (state,)
        y, final = _padded(CELLS[name], x, initial, weights, biased, layers, bidirectional, batch_first)
        return (y, *final)

    return spelled


def _cell(name: str) -> Callable[..., Any]:
    def spelled(
        x: Tensor, state: Any, w: Tensor, v: Tensor, b: Tensor | None = None, d: Tensor | None = None
    ) -> Any:
        before = tuple(state) if isinstance(state, tuple | list) else (state,)
        after = CELLS[name](functional.linear(x, w, b), before, v, d)
        return after if name == "lstm" else after[0]

    return spelled


def _packed(*_: Any) -> Any:
    raise NotImplementedError(
        "a packed sequence has as many rows as its lengths say, and lengths are values. Give the layer the padded"
        " tensor: what it says at a step does not depend on the steps behind, so that"
        " `y[torch.arange(len(y)), lengths - 1]` is what it says at the last step of each sequence (of a layer that"
        " runs both ways, forwards alone)"
    )


RECURRENT: dict[Any, Callable[..., Any]] = {
    torch._VF._pack_padded_sequence: _packed,
    **{getattr(torch._VF, name): _sequences(name) for name in CELLS},
    **{getattr(torch._VF, f"{name}_cell"): _cell(name) for name in CELLS},
}
"""The functions of torch behind nn.LSTM, nn.GRU, nn.RNN and their cells, spelled."""
