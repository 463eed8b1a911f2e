# Anomaly maps of logarithms of likelihoods per dimension, l0, l1, ...: [batch, H, W] each.
# With m: [maps], the greatest of each map that counts as likely: 1 - exp(l - m), each [batch, H, W], and the greatest value
# of their mean at {{height}} x {{width}} pixels, [batch].
def forward(self: __torch__.K,
  {{declarations}},
  m: Tensor) -> List[Tensor]:
  all = annotate(List[Tensor], [])
  sum = torch.new_zeros(l0, [torch.size(l0, 0), {{height}}, {{width}}])
  i = 0
  for l in [{{logs}}]:
    e = torch.rsub(torch.exp(torch.sub(l, torch.select(m, 0, i))), 1)
    sum = torch.add(sum, (self).enlarged(e))
    _0 = torch.append(all, e)
    i = torch.add(i, 1)
  scores = torch.amax(torch.div(sum, {{count}}), [1, 2])
  return torch.add([scores], all)

# The references' rule: the greatest of the batch in the place of m, and the map of all scales the greatest sum of the batch
# minus the sum, [batch, {{height}}, {{width}}]; its greatest value is the score.
def of_batch(self: __torch__.K,
  {{declarations}}) -> List[Tensor]:
  sum = torch.new_zeros(l0, [torch.size(l0, 0), {{height}}, {{width}}])
  for l in [{{logs}}]:
    sum = torch.add(sum, (self).enlarged(torch.exp(torch.sub(l, torch.max(l)))))
  map = torch.sub(torch.max(sum), sum)
  return [torch.amax(map, [1, 2]), map]

def enlarged(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.squeeze(torch.upsample_bilinear2d(torch.unsqueeze(x, 1), [{{height}}, {{width}}], True), 1)
