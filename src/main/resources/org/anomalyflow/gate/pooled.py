# What an image looks like as a whole: image, [batch, 3, H, W], and feature maps {{declarations}}, each [batch, C, H, W]:
# [batch, D] in the order means of the image, logarithms of its deviations and differences, means of the first map,
# deviations of the first map, means of the second map ...
def forward(self: __torch__.K,
  image: Tensor,
  {{declarations}}) -> Tensor:
  mean = torch.mean(image, [2, 3], True)
  contrast = torch.cat([(self).size(torch.sub(image, mean)), (self).differences(image)], 1)
  logarithms = torch.log(torch.add(contrast, {{floor}}))
  return torch.flatten(torch.cat([mean, logarithms, {{all}}], 1), 1)

# In two passes: one alone would lose the deviation of maps that are far from 0.
def pool(self: __torch__.K,
  x: Tensor) -> Tensor:
  mean = torch.mean(x, [2, 3], True)
  return torch.cat([mean, (self).size(torch.sub(x, mean))], 1)

# The root of the mean square of each channel.
def size(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.sqrt(torch.mean(torch.mul(x, x), [2, 3], True))

# How much neighbours differ along x and along y, at 1 + {{further}} resolutions: the spectrum of an image, coarsely.
def differences(self: __torch__.K,
  image: Tensor) -> Tensor:
  level = image
  all = (self).difference(level)
  for i in range({{further}}):
    level = torch.avg_pool2d(level, [2, 2])
    all = torch.cat([all, (self).difference(level)], 1)
  return all

def difference(self: __torch__.K,
  x: Tensor) -> Tensor:
  w = torch.sub(torch.size(x, 3), 1)
  h = torch.sub(torch.size(x, 2), 1)
  along = torch.sub(torch.narrow(x, 3, 1, w), torch.narrow(x, 3, 0, w))
  across = torch.sub(torch.narrow(x, 2, 1, h), torch.narrow(x, 2, 0, h))
  return torch.cat([(self).size(along), (self).size(across)], 1)
