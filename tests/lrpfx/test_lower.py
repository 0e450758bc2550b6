"""A graph as an fx.GraphModule: the same numbers, any batch size, and no break under torch.compile."""

import pytest
import torch
from nets import Residual, cnn, images, inputs, settle

import lrpfx
from lrpfx import composites

NETS = {"cnn": cnn, "residual": lambda: settle(Residual())}


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("composite", ["epsilon_plus_flat", "epsilon_alpha2_beta1", "guided_backprop"])
def test_the_module_computes_what_the_graph_says_for_any_batch_size(name, composite):
    model = NETS[name]()
    explainer = lrpfx.compile(model, images(), composite=composite)
    module = lrpfx.lower(explainer.graph, explainer.params)
    for batch in (2, 5):
        x = images(batch)
        R = inputs(*model(x).shape, seed=3)
        wanted = lrpfx.evaluate(explainer.graph, explainer.params, x, R)
        for found, same in zip(module(x, R), wanted, strict=True):
            assert torch.equal(found, same)


def test_the_parameters_are_buffers_and_move_with_the_module():
    explainer = lrpfx.compile(cnn(), images())
    module = lrpfx.lower(explainer.graph, explainer.params)
    assert len(list(module.buffers())) == len(explainer.graph.params)
    assert {b.dtype for b in module.float().buffers()} == {torch.float32}


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_torch_compile_takes_the_whole_graph(backend):
    """fullgraph=True raises where there is a break."""
    for composite in (
        composites.epsilon_plus_flat(),
        composites.epsilon_gamma_box(-3, 3),
        composites.guided_backprop(),
    ):
        model, x = cnn(), images(3)
        explainer = lrpfx.compile(model, x, composite=composite)
        module = lrpfx.lower(explainer.graph, explainer.params)
        R = inputs(*model(x).shape, seed=3)
        torch._dynamo.reset()
        found = torch.compile(module, fullgraph=True, backend=backend)(x, R)
        for a, b in zip(found, lrpfx.evaluate(explainer.graph, explainer.params, x, R), strict=True):
            torch.testing.assert_close(a, b, rtol=1e-12, atol=1e-12)
