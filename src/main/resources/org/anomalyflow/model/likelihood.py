# Minus the likelihood of latents z: [batch, C, H, W], up to a constant: -exp(-0.5 * mean of z^2), [batch, H, W].
def forward(self: __torch__.K,
  z: Tensor) -> Tensor:
  return torch.neg(torch.exp(torch.mul(torch.mean(torch.mul(z, z), [1]), -0.5)))
