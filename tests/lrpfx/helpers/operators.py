"""Which rules are for which operators, and operators for the tests of all rules."""

ELEMENTWISE = {"pass_through", "relu_deconvnet", "relu_guided_backprop", "relu_beta_smooth"}
"""Rules of operators that take one value to one value."""

POOLING = {"smooth_maximum"}
"""Rules of max pooling."""
