# One Adam step with L2 weight decay, in place: parameter p, first moment m and second moment v change; the gradient g,
# scaled first, is 0 afterwards. t: float32 scalar, the number of this step, from 1; scale and
# learning_rate: float32 scalars.
# What is returned must come from the list: the compiler drops the update as dead code otherwise.
def forward(self: __torch__.K,
  t: Tensor,
  p: Tensor,
  g: Tensor,
  m: Tensor,
  v: Tensor,
  scale: Tensor,
  learning_rate: Tensor) -> Tensor:
  torch.mul_(g, scale)
  ps = [p]
  torch._fused_adam_(ps, [g], [m], [v], [], [t], lr=learning_rate, beta1={{beta1}}, beta2={{beta2}}, weight_decay={{weight_decay}}, eps={{epsilon}}, amsgrad=False, maximize=False)
  torch.zero_(g)
  return ps[0]
