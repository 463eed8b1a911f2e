# How unlike the training images an image is: its distance as a share of what is allowed, parts of its summary, each
# [batch, d_i] -> [batch]. With y = (summary - mean) / spread it is sqrt(|y|^2 - |basis y|^2) / largest, in double precision,
# since most of the difference may cancel; infinite for what is no number, so that no comparison lets it pass.
def forward(self: __torch__.K,
  {{parts}}: Tensor,
  mean: Tensor,
  spread: Tensor,
  basis: Tensor,
  largest: Tensor) -> Tensor:
  y = torch.div(torch.sub(torch.to(torch.cat([{{joined}}], 1), 7), torch.to(mean, 7)), torch.to(spread, 7))
  across = torch.matmul(y, torch.t(torch.to(basis, 7)))
  squares = torch.sub(torch.sum(torch.mul(y, y), [1]), torch.sum(torch.mul(across, across), [1]))
  share = torch.div(torch.sqrt(torch.clamp_min(squares, 0.)), torch.to(largest, 7))
  infinite = torch.reciprocal(torch.zeros_like(share))
  return torch.to(torch.where(torch.isnan(squares), infinite, share), 6)
