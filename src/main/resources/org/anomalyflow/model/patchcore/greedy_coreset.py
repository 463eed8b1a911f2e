# Continues the greedy choice of points: again and again the first one whose distance to those chosen is the largest. Most
# distances need not be known for that: what a point's distance was some choices ago bounds it. So the points with the
# largest bounds are brought up to date in one product of matrices, and chosen from as long as no other bound is as large.
# x: [N, D]; mean: [D]; norms: [N], squared, of x - mean. Changed in place: bounds: [N]; ages: int64 [N], how many choices each bound
# knows; chosen: int64 [M]; distances: [M], of the chosen when they were. done: int64 [], how many are chosen already;
# target: int64 [], how many are to be -> how many are.
def forward(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  norms: Tensor,
  bounds: Tensor,
  ages: Tensor,
  chosen: Tensor,
  distances: Tensor,
  done: Tensor,
  target: Tensor) -> Tensor:
  count = int(done)
  end = int(target)
  n = torch.size(x, 0)
  at_once = ops.prim.min(n, {{at_once}})
  while torch.lt(count, end):
    largest, first = torch.max(bounds, 0, True)
    if torch.eq(float(largest), 0.):
      # All points are chosen, or equal to one that is.
      rest = torch.sub(end, count)
      _0 = torch.copy_(torch.narrow(chosen, 0, count, rest), torch.expand(first, [rest]))
      _1 = torch.zero_(torch.narrow(distances, 0, count, rest))
      count = end
    else:
      if torch.eq(int(torch.index_select(ages, 0, first)), count):
        # Up to date, and no other bound is larger: chosen, whatever ties there are.
        _2 = (self).choose(first, largest, bounds, chosen, distances, count)
        count = torch.add(count, 1)
      else:
        count = (self).advance(x, mean, norms, bounds, ages, chosen, distances, first, count, end, at_once)
  return torch.tensor(count, dtype=4)

def choose(self: __torch__.K,
  point: Tensor,
  distance: Tensor,
  bounds: Tensor,
  chosen: Tensor,
  distances: Tensor,
  count: int) -> int:
  _0 = torch.copy_(torch.narrow(chosen, 0, count, 1), point)
  _1 = torch.copy_(torch.narrow(distances, 0, count, 1), distance)
  _2 = torch.index_fill_(bounds, 0, point, 0.)
  return count

# Brings the points with the largest bounds up to date, among them the first of all, and chooses from them.
def advance(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  norms: Tensor,
  bounds: Tensor,
  ages: Tensor,
  chosen: Tensor,
  distances: Tensor,
  first: Tensor,
  count: int,
  end: int,
  at_once: int) -> int:
  n = torch.size(x, 0)
  if torch.lt(at_once, n):
    top, candidates = torch.topk(bounds, torch.add(at_once, 1))
    other = float(torch.select(top, 0, at_once))
    kept = torch.narrow(candidates, 0, 0, torch.sub(at_once, 1))
    if bool(torch.any(torch.eq(kept, first))):
      last = torch.narrow(candidates, 0, torch.sub(at_once, 1), 1)
    else:
      last = first
    batch, order = torch.sort(torch.cat([kept, last]))
  else:
    other = -1.
    batch = torch.sub(torch.cumsum(torch.ones_like(ages), 0), 1)
  now = torch.index_select(bounds, 0, batch)
  rows = torch.index_select(x, 0, batch)
  known = int(torch.min(torch.index_select(ages, 0, batch)))
  if torch.lt(known, count):
    now = torch.minimum(now, (self).nearest(rows, x, mean, norms, torch.narrow(chosen, 0, known, torch.sub(count, known))))
    _0 = torch.index_copy_(bounds, 0, batch, now)
    _1 = torch.index_fill_(ages, 0, batch, count)
  active = torch.reshape(torch.nonzero(torch.gt(now, other)), [-1])
  if torch.gt(torch.size(active, 0), 0):
    points = torch.index_select(batch, 0, active)
    values = torch.index_select(now, 0, active)
    own = torch.index_select(rows, 0, active)
    going = True
    while going:
      largest, place = torch.max(values, 0, True)
      if torch.gt(float(largest), ops.prim.max(other, 0.)):
        _2 = (self).choose(torch.index_select(points, 0, place), largest, bounds, chosen, distances, count)
        count = torch.add(count, 1)
        difference = torch.sub(own, torch.index_select(own, 0, place))
        values = torch.minimum(values, torch.sqrt(torch.sum(torch.mul(difference, difference), [1])))
        going = torch.lt(count, end)
      else:
        going = False
    _3 = torch.index_copy_(bounds, 0, points, values)
    _4 = torch.index_fill_(ages, 0, points, count)
  return count

# Distances of rows to the nearest of the chosen points, from differences: the product of matrices only finds it.
def nearest(self: __torch__.K,
  rows: Tensor,
  x: Tensor,
  mean: Tensor,
  norms: Tensor,
  chosen: Tensor) -> Tensor:
  centres = torch.index_select(x, 0, chosen)
  cost = torch.addmm(torch.index_select(norms, 0, chosen), torch.sub(rows, mean), torch.transpose(centres, 0, 1), beta=1, alpha=-2)
  least, place = torch.min(cost, 1)
  difference = torch.sub(rows, torch.index_select(centres, 0, place))
  return torch.sqrt(torch.sum(torch.mul(difference, difference), [1]))
