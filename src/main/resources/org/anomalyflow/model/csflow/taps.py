# A convolution of a map as one product of matrices, of all taps that matter with all cells, and the sums of its results.
# x: [batch, in, H, W], w: [out, in, k, k], t: int64 [taps], a: [height * width, taps * H * W]
# -> [batch, out, height, width], float32. The product has the type {{compute}}.
def taps(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  t: Tensor,
  a: Tensor,
  width: int) -> Tensor:
  batch, out, channels = torch.size(x, 0), torch.size(w, 0), torch.size(w, 1)
  flat = torch.flatten(w, 2)
  if torch.lt(torch.size(t, 0), torch.size(flat, 2)):
    flat = torch.index_select(flat, 2, t)
  rows = torch.reshape(torch.permute(torch.to(flat, {{compute}}), [2, 0, 1]), [-1, channels])
  columns = torch.reshape(torch.permute(torch.to(torch.flatten(x, 2), {{compute}}), [1, 0, 2]), [channels, -1])
  products = torch.reshape(torch.mm(rows, columns), [torch.size(t, 0), out, batch, -1])
  products = torch.to(torch.reshape(torch.permute(products, [2, 1, 0, 3]), [torch.mul(batch, out), -1]), 6)
  y = torch.reshape(torch.mm(products, torch.t(a)), [batch, out, -1, width])
  return torch.add(y, torch.reshape(b, [-1, 1, 1]))
