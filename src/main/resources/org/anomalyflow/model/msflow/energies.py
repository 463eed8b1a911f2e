# The evidence of latents of several scales, each [batch, C, h, w].
# The energies of the scales, 0.5 * mean of z^2 over the channels, each [batch, h, w], and before them as score the mean of the
# highest {{highest}} pixels of their mean at {{height}} x {{width}} pixels, [batch].
def forward(self: __torch__.K,
  {{declarations}}) -> List[Tensor]:
  energies = annotate(List[Tensor], [])
  for z in [{{latents}}]:
    _0 = torch.append(energies, torch.mul(torch.mean(torch.mul(z, z), [1]), 0.5))
  sum = (self).sum(energies)
  return torch.add([(self).top(torch.div(sum, {{count}}))], energies)

# The reference's rule "mul": 1 - exp(L - greatest L of the image) with L minus the sum of the energies.
def mul(self: __torch__.K,
  {{energies}}) -> List[Tensor]:
  map = (self).relative([{{energy_names}}])
  return [(self).top(map), map]

# The reference's rule "add": the likelihoods of each scale by the greatest of the image, added, subtracted from their greatest sum;
# the score is that of "mul".
def add(self: __torch__.K,
  {{energies}}) -> List[Tensor]:
  likelihoods = annotate(List[Tensor], [])
  for e in [{{energy_names}}]:
    _0 = torch.append(likelihoods, torch.exp(torch.sub(torch.amin(e, [1, 2], True), e)))
  sum = (self).sum(likelihoods)
  map = torch.sub(torch.amax(sum, [1, 2], True), sum)
  return [(self).top((self).relative([{{energy_names}}])), map]

def relative(self: __torch__.K,
  energies: List[Tensor]) -> Tensor:
  sum = (self).sum(energies)
  return torch.rsub(torch.exp(torch.sub(torch.amin(sum, [1, 2], True), sum)), 1)

# The sum of some maps, enlarged.
def sum(self: __torch__.K,
  maps: List[Tensor]) -> Tensor:
  sum = torch.new_zeros(maps[0], [torch.size(maps[0], 0), {{height}}, {{width}}])
  for m in maps:
    sum = torch.add(sum, torch.squeeze(torch.upsample_bilinear2d(torch.unsqueeze(m, 1), [{{height}}, {{width}}], True), 1))
  return sum

def top(self: __torch__.K,
  map: Tensor) -> Tensor:
  highest, places = torch.topk(torch.flatten(map, 1), {{highest}}, 1)
  return torch.mean(highest, [1])
