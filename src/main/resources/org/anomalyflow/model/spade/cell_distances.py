# The distance of each cell to the nearest cell of some good images. map: [batch, C, H, W]; cells: [N, Q, C], cells of good
# images; norms: [N, Q], squared norms of cells - mean; mean: [C]; numbers: int64 [batch, k], the good images to compare each
# image with -> [batch, H, W]. Of the k Q cells as many count as fill portions of {{portion}}; all, if they fill none.
# {{epsilon}} is added to each difference.
def forward(self: __torch__.K,
  map: Tensor,
  cells: Tensor,
  norms: Tensor,
  mean: Tensor,
  numbers: Tensor) -> Tensor:
  channels = torch.size(map, 1)
  distances = annotate(List[Tensor], [])
  image = 0
  while torch.lt(image, torch.size(map, 0)):
    chosen = torch.select(numbers, 0, image)
    gallery = torch.reshape(torch.index_select(cells, 0, chosen), [-1, channels])
    squares = torch.reshape(torch.index_select(norms, 0, chosen), [-1])
    available = torch.size(gallery, 0)
    if torch.ge(available, {{portion}}):
      count = torch.mul(torch.floordiv(available, {{portion}}), {{portion}})
    else:
      count = available
    rows = torch.narrow(gallery, 0, 0, count)
    x = torch.reshape(torch.permute(torch.select(map, 0, image), [1, 2, 0]), [-1, channels])
    _0 = torch.append(distances, (self).least(x, rows, torch.narrow(squares, 0, 0, count), mean))
    image = torch.add(image, 1)
  return torch.reshape(torch.cat(distances), [-1, torch.size(map, 2), torch.size(map, 3)])

def least(self: __torch__.K,
  x: Tensor,
  rows: Tensor,
  norms: Tensor,
  mean: Tensor) -> Tensor:
  squares, found = (self).nearest(x, rows, norms, mean, 1)
  difference = torch.add(torch.sub(torch.index_select(rows, 0, torch.squeeze(found, 1)), x), {{epsilon}})
  return torch.sqrt(torch.sum(torch.mul(difference, difference), [1]))

{{nearest}}
