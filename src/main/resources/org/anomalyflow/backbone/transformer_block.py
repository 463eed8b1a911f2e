# A pre-norm transformer block: y = x + attention(norm1(x)), y + fc2(GELU(fc1(norm2(y)))). Matrix products run in the
# type {{compute}}, normalisation and sums in float32.
# x: [batch, n, width], wq: [3 width, width] for queries, keys and values, wp: [width, width], w1: [hidden, width],
# w2: [width, hidden] -> as x. pq, pp, p1, p2: the weights packed for {{rows}} rows.
def forward(self: __torch__.K,
  x: Tensor,
  norm1_w: Tensor,
  norm1_b: Tensor,
  wq: Tensor,
  pq: Tensor,
  bq: Tensor,
  wp: Tensor,
  pp: Tensor,
  bp: Tensor,
  norm2_w: Tensor,
  norm2_b: Tensor,
  w1: Tensor,
  p1: Tensor,
  b1: Tensor,
  w2: Tensor,
  p2: Tensor,
  b2: Tensor) -> Tensor:
  a = (self).attention((self).norm(x, norm1_w, norm1_b), wq, pq, bq)
  y = torch.add(x, (self).linear(a, wp, pp, bp, {{rows}}))
  h = torch.gelu_((self).linear((self).norm(y, norm2_w, norm2_b), w1, p1, b1, {{rows}}), approximate="none")
  return torch.add_(y, (self).linear(h, w2, p2, b2, {{rows}}))

def norm(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  return torch.to(torch.layer_norm(x, [torch.size(x, 2)], w, b, {{epsilon}}), {{compute}})

def attention(self: __torch__.K,
  x: Tensor,
  wq: Tensor,
  pq: Tensor,
  bq: Tensor) -> Tensor:
  parts = torch.reshape((self).linear(x, wq, pq, bq, {{rows}}), [torch.size(x, 0), torch.size(x, 1), 3, {{heads}}, -1])
  q, k, v = torch.unbind(torch.permute(parts, [2, 0, 3, 1, 4]), 0)
  a = torch.scaled_dot_product_attention(q, k, v)
  return torch.flatten(torch.transpose(a, 1, 2), 2)

{{linear}}
