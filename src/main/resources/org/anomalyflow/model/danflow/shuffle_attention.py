# Shuffle attention. x: [batch, C, H, W] -> the same shape. The channels form groups; in each group one half gets a gate
# per channel from its mean, the other a gate per position from its normalised values; then the channels are shuffled.
# All weights have one number per channel of such a half: [1, C / (2 groups), 1, 1], g and b [C / (2 groups)].
def forward(self: __torch__.K,
  x: Tensor,
  w_channel: Tensor,
  b_channel: Tensor,
  w_spatial: Tensor,
  b_spatial: Tensor,
  g: Tensor,
  b: Tensor) -> Tensor:
  batch = torch.size(x, 0)
  height = torch.size(x, 2)
  width = torch.size(x, 3)
  half = torch.size(g, 0)
  grouped = torch.reshape(x, [-1, torch.mul(half, 2), height, width])
  first = torch.narrow(grouped, 1, 0, half)
  second = torch.narrow(grouped, 1, half, half)
  pooled = torch.mean(first, [2, 3], True)
  first = torch.mul(first, torch.sigmoid(torch.add(torch.mul(pooled, w_channel), b_channel)))
  normal = torch.group_norm(second, half, g, b, {{epsilon}})
  second = torch.mul(second, torch.sigmoid(torch.add(torch.mul(normal, w_spatial), b_spatial)))
  joined = torch.reshape(torch.cat([first, second], 1), [batch, 2, -1, height, width])
  return torch.reshape(torch.transpose(joined, 1, 2), [batch, -1, height, width])
