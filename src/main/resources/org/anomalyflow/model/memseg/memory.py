# For each image of a batch, the good image in the memory with the least sum over all levels of the mean squared difference.
# features: [batch, C, H, W] each; memory: [N, C, H, W] each -> those of the good images, [batch, C, H, W] each.
def forward(self: __torch__.K,
  {{features}},
  {{memory}}) -> List[Tensor]:
  none = torch.new_zeros(f0, [torch.size(f0, 0), torch.size(m0, 0)])
  return (self).nearest([{{feature_names}}], [{{memory_names}}], none)

# The same with penalties: [batch, N], 0, or infinite for images that do not count.
def others(self: __torch__.K,
  {{features}},
  {{memory}},
  penalties: Tensor) -> List[Tensor]:
  return (self).nearest([{{feature_names}}], [{{memory_names}}], penalties)

def nearest(self: __torch__.K,
  features: List[Tensor],
  memory: List[Tensor],
  penalties: Tensor) -> List[Tensor]:
  sums = penalties
  level = 0
  for f in features:
    differences = annotate(List[Tensor], [])
    image = 0
    while torch.lt(image, torch.size(f, 0)):
      e = torch.sub(memory[level], torch.narrow(f, 0, image, 1))
      _0 = torch.append(differences, torch.mean(torch.mul(e, e), [1, 2, 3]))
      image = torch.add(image, 1)
    sums = torch.add(sums, torch.stack(differences))
    level = torch.add(level, 1)
  chosen = annotate(List[Tensor], [])
  for m in memory:
    _1 = torch.append(chosen, torch.index_select(m, 0, torch.argmin(sums, 1)))
  return chosen
