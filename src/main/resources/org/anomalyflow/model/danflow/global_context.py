# Global context attention. x: [batch, C, H, W] -> x times one gate per channel, from a mean over all positions that the
# network weighs. w_mask: [1, C, 1, 1]; w_in: [P, C, 1, 1]; g, b: [P, 1, 1] of a layer normalisation; w_out: [C, P, 1, 1].
def forward(self: __torch__.K,
  x: Tensor,
  w_mask: Tensor,
  b_mask: Tensor,
  w_in: Tensor,
  b_in: Tensor,
  g: Tensor,
  b: Tensor,
  w_out: Tensor,
  b_out: Tensor) -> Tensor:
  batch = torch.size(x, 0)
  mask = torch.softmax(torch.reshape(torch.conv2d(x, w_mask, b_mask), [batch, -1, 1]), 1)
  context = torch.matmul(torch.reshape(x, [batch, torch.size(x, 1), -1]), mask)
  planes = torch.conv2d(torch.unsqueeze(context, 3), w_in, b_in)
  planes = torch.relu(torch.layer_norm(planes, [torch.size(g, 0), 1, 1], g, b, {{epsilon}}))
  return torch.mul(x, torch.sigmoid(torch.conv2d(planes, w_out, b_out)))
