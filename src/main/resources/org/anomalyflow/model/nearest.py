# The k nearest rows of a bank. The product of matrices that finds them loses the digits of small distances, so that the
# distances of those found are computed again from differences.
# x: [n, D]; bank: [M, D]; norms: [M], squared norms of bank - mean, infinite for rows that do not count; mean: [D]
# -> squared distances [n, k], ascending, and row numbers int64 [n, k].
def nearest(self: __torch__.K,
  x: Tensor,
  bank: Tensor,
  norms: Tensor,
  mean: Tensor,
  k: int) -> Tuple[Tensor, Tensor]:
  turned = torch.transpose(bank, 0, 1)
  n = torch.size(x, 0)
  at_once = ops.prim.max(1, torch.floordiv({{cells}}, torch.size(bank, 0)))
  distances = annotate(List[Tensor], [])
  numbers = annotate(List[Tensor], [])
  start = 0
  while torch.lt(start, n):
    rows = torch.narrow(x, 0, start, ops.prim.min(at_once, torch.sub(n, start)))
    cost = torch.addmm(norms, torch.sub(rows, mean), turned, beta=1, alpha=-2)
    if torch.eq(k, 1):
      least, found = torch.min(cost, 1, True)
      difference = torch.sub(rows, torch.index_select(bank, 0, torch.squeeze(found, 1)))
      _0 = torch.append(distances, torch.sum(torch.mul(difference, difference), [1], True))
      _1 = torch.append(numbers, found)
    else:
      least, found = torch.topk(cost, k, 1, False)
      neighbours = torch.reshape(torch.index_select(bank, 0, torch.reshape(found, [-1])), [-1, k, torch.size(bank, 1)])
      difference = torch.sub(torch.unsqueeze(rows, 1), neighbours)
      ascending, order = torch.sort(torch.sum(torch.mul(difference, difference), [2]), 1)
      _2 = torch.append(distances, ascending)
      _3 = torch.append(numbers, torch.gather(found, 1, order))
    start = torch.add(start, at_once)
  return (torch.cat(distances), torch.cat(numbers))
