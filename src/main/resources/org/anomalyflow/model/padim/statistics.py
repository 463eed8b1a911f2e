# Mean and scatter of each of P positions over images. All work goes through {{positions}} positions at a time.

# Adds n further images, each at the positions where it counts. x: [n, d, P], counted: [n, P], 1 or 0; changed in place:
# mean: [d, P], scatter: [P, d, d], the sum of (x - mean)(x - mean)', and known: [P], of how many images these are (Chan,
# Golub and LeVeque).
def forward(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  scatter: Tensor,
  known: Tensor,
  counted: Tensor) -> Tensor:
  n = torch.sum(counted, [0])
  all = torch.clamp_min(torch.add(known, n), 1)
  weight = torch.div(torch.mul(known, n), all)
  step = torch.div(n, all)
  for i in range((self).chunks(torch.size(mean, 1))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(mean, 1), start)
    own = (self).centred(x, counted, start, size)
    centre = torch.narrow(mean, 1, start, size)
    shift = torch.sub((self).means(torch.narrow(x, 2, start, size), torch.narrow(counted, 1, start, size)), centre)
    part = torch.narrow(scatter, 0, start, size)
    _0 = torch.add_(part, torch.matmul(torch.transpose(own, 1, 2), own))
    column = torch.unsqueeze(torch.transpose(shift, 0, 1), 2)
    _1 = torch.add_(part, torch.mul(torch.matmul(column, torch.transpose(column, 1, 2)), torch.reshape(torch.narrow(weight, 0, start, size), [-1, 1, 1])))
    _2 = torch.add_(centre, torch.mul(shift, torch.narrow(step, 0, start, size)))
  _3 = torch.add_(known, n)
  return scatter

# The mean of each position over the images that count there; 0 where none does. x: [n, d, P] -> [d, P].
def means(self: __torch__.K,
  x: Tensor,
  counted: Tensor) -> Tensor:
  sum = torch.sum(torch.mul(x, torch.unsqueeze(counted, 1)), [0])
  return torch.div(sum, torch.clamp_min(torch.sum(counted, [0]), 1))

# 1 / (n - {{freedom}}) for each position; 0 where there are too few images, which then have no variance.
def scales(self: __torch__.K,
  known: Tensor) -> Tensor:
  divisor = torch.sub(torch.to(known, 7), {{freedom}})
  return torch.where(torch.ge(divisor, 1), torch.reciprocal(torch.clamp_min(divisor, 1)), torch.zeros_like(divisor))

# The inverse of the Cholesky factor of the covariance + {{least}} for each position, 0 where there is none;
# known: [P] -> [P, d, d].
def whiten(self: __torch__.K,
  scatter: Tensor,
  known: Tensor) -> Tensor:
  scale = (self).scales(known)
  d = torch.size(scatter, 1)
  parts = annotate(List[Tensor], [])
  unit = torch.to(torch.diag_embed(torch.ones_like(torch.select(torch.select(scatter, 0, 0), 0, 0))), 7)
  for i in range((self).chunks(torch.size(scatter, 0))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(scatter, 0), start)
    own = torch.reshape(torch.narrow(scale, 0, start, size), [-1, 1, 1])
    some = torch.mul(torch.to(torch.narrow(scatter, 0, start, size), 7), own)
    root = torch.linalg_cholesky(torch.add(some, unit, alpha={{least}}))
    inverse = torch.mul(torch.linalg_solve_triangular(root, unit, upper=False), torch.gt(own, 0))
    _0 = torch.append(parts, torch.to(inverse, {{type}}))
  return torch.cat(parts)

# Fewer images than dimensions: the directions in which they differ, and 1 / (variance + {{least}}) in each.
# x: [n, d, P], counted: [n, P] -> [P, n - 1, d], orthonormal rows, 0 where there are fewer directions; [P, n - 1].
def span(self: __torch__.K,
  x: Tensor,
  counted: Tensor) -> Tuple[Tensor, Tensor]:
  scale = (self).scales(torch.sum(counted, [0]))
  n = torch.size(x, 0)
  factors = annotate(List[Tensor], [])
  gains = annotate(List[Tensor], [])
  mean = torch.select(x, 0, 0)
  for i in range((self).chunks(torch.size(mean, 1))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(mean, 1), start)
    own = torch.to((self).centred(x, counted, start, size), 7)
    values, vectors = torch.linalg_eigh(torch.matmul(own, torch.transpose(own, 1, 2)))
    variances = torch.narrow(values, 1, 1, torch.sub(n, 1))
    least = torch.mul(torch.narrow(values, 1, torch.sub(n, 1), 1), 1.0e-10)
    lengths = torch.where(torch.gt(variances, least), torch.sqrt(torch.relu(variances)), torch.full_like(variances, inf))
    directions = torch.narrow(vectors, 2, 1, torch.sub(n, 1))
    rows = torch.matmul(torch.transpose(directions, 1, 2), own)
    _0 = torch.append(factors, torch.to(torch.div(rows, torch.unsqueeze(lengths, 2)), {{type}}))
    _1 = torch.append(gains, torch.to(torch.reciprocal(torch.add(torch.mul(variances, torch.unsqueeze(torch.narrow(scale, 0, start, size), 1)), {{least}})), {{type}}))
  return (torch.cat(factors), torch.cat(gains))

# A factor from inverse covariances, [P, d, d], as another program has them.
def root_of_inverse(self: __torch__.K,
  inverse: Tensor) -> Tensor:
  parts = annotate(List[Tensor], [])
  for some in torch.split(inverse, {{positions}}):
    twice = torch.to(torch.add(some, torch.transpose(some, 1, 2)), 7)
    root = torch.linalg_cholesky(torch.mul(twice, 0.5))
    _0 = torch.append(parts, torch.to(torch.transpose(root, 1, 2), {{type}}))
  return torch.contiguous(torch.cat(parts))

# The inverse covariances of a factor: factor' gains factor + (1 - factor' factor) / {{least}}, the latter if it has less
# rows than columns; 0 where there is no covariance -> [P, d, d].
def inverse(self: __torch__.K,
  factor: Tensor,
  gains: Tensor,
  known: Tensor) -> Tensor:
  parts = annotate(List[Tensor], [])
  wide = torch.expand(gains, [torch.size(factor, 0), -1])
  r = torch.size(factor, 1)
  d = torch.size(factor, 2)
  for i in range((self).chunks(torch.size(wide, 0))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(factor, 0), start)
    some = torch.to(torch.narrow(factor, 0, start, size), 7)
    weights = torch.unsqueeze(torch.to(torch.narrow(wide, 0, start, size), 7), 2)
    if torch.lt(r, d):
      kept = torch.matmul(torch.transpose(some, 1, 2), torch.mul(some, torch.sub(weights, {{greatest}})))
      unit = torch.diag_embed(torch.ones_like(torch.select(torch.select(some, 0, 0), 0, 0)))
      whole = torch.add(kept, unit, alpha={{greatest}})
    else:
      whole = torch.matmul(torch.transpose(some, 1, 2), torch.mul(some, weights))
    there = torch.reshape(torch.gt(torch.narrow(known, 0, start, size), 1), [-1, 1, 1])
    _0 = torch.append(parts, torch.to(torch.mul(whole, there), 6))
  return torch.cat(parts)

# The sum of (x - mean)(x - mean)' that a factor was made of, back from it: known - 1 times the covariance. known: [P] ->
# float32 [P, d, d].
def scatter_of(self: __torch__.K,
  factor: Tensor,
  gains: Tensor,
  known: Tensor) -> Tensor:
  parts = annotate(List[Tensor], [])
  wide = torch.expand(gains, [torch.size(factor, 0), -1])
  unit = torch.to(torch.diag_embed(torch.ones_like(torch.select(torch.select(factor, 0, 0), 0, 0))), 7)
  divisor = torch.clamp_min(torch.sub(torch.to(known, 7), 1), 0)
  for i in range((self).chunks(torch.size(factor, 0))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(factor, 0), start)
    some = torch.to(torch.narrow(factor, 0, start, size), 7)
    if torch.lt(torch.size(factor, 1), torch.size(factor, 2)):
      weights = torch.sub(torch.reciprocal(torch.to(torch.narrow(wide, 0, start, size), 7)), {{least}})
      covariance = torch.matmul(torch.transpose(some, 1, 2), torch.mul(some, torch.unsqueeze(weights, 2)))
    else:
      there = torch.reshape(torch.gt(torch.narrow(divisor, 0, start, size), 0), [-1, 1, 1])
      root = torch.linalg_solve_triangular(torch.where(there, some, torch.expand_as(unit, some)), unit, upper=False)
      covariance = torch.sub(torch.matmul(root, torch.transpose(root, 1, 2)), unit, alpha={{least}})
    _0 = torch.append(parts, torch.to(torch.mul(covariance, torch.reshape(torch.narrow(divisor, 0, start, size), [-1, 1, 1])), 6))
  return torch.cat(parts)

# [n, d, P] -> [size, n, d] minus the mean of those that count; 0 for others.
def centred(self: __torch__.K,
  x: Tensor,
  counted: Tensor,
  start: int,
  size: int) -> Tensor:
  some = torch.narrow(x, 2, start, size)
  weights = torch.narrow(counted, 1, start, size)
  own = torch.mul(torch.sub(some, (self).means(some, weights)), torch.unsqueeze(weights, 1))
  return torch.permute(own, [2, 0, 1])

def chunks(self: __torch__.K,
  positions: int) -> int:
  return torch.floordiv(torch.add(torch.sub(positions, 1), {{positions}}), {{positions}})

def length(self: __torch__.K,
  positions: int,
  start: int) -> int:
  return ops.prim.min({{positions}}, torch.sub(positions, start))
