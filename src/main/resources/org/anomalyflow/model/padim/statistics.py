# Mean and scatter of each of P positions over images. All work goes through {{positions}} positions at a time.

# Adds n further images. x: [n, d, P]; changed in place: mean: [d, P], scatter: [P, d, d], the sum of (x - mean)(x - mean)';
# before: int64 [], how many images these know (Chan, Golub and LeVeque).
def forward(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  scatter: Tensor,
  before: Tensor) -> Tensor:
  n = torch.size(x, 0)
  old = float(before)
  all = torch.add(old, float(n))
  for i in range((self).chunks(torch.size(mean, 1))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(mean, 1), start)
    own = (self).centred(x, start, size)
    centre = torch.narrow(mean, 1, start, size)
    own_mean = torch.mean(torch.narrow(x, 2, start, size), [0])
    shift = torch.sub(own_mean, centre)
    part = torch.narrow(scatter, 0, start, size)
    _0 = torch.add_(part, torch.matmul(torch.transpose(own, 1, 2), own))
    column = torch.unsqueeze(torch.transpose(shift, 0, 1), 2)
    weight = torch.div(torch.mul(old, float(n)), all)
    _1 = torch.add_(part, torch.mul(torch.matmul(column, torch.transpose(column, 1, 2)), weight))
    _2 = torch.add_(centre, torch.mul(shift, torch.div(float(n), all)))
  return scatter

# The inverse of the Cholesky factor of scatter * scale + {{least}} for each position; scale: float64 [] -> [P, d, d].
def whiten(self: __torch__.K,
  scatter: Tensor,
  scale: Tensor) -> Tensor:
  d = torch.size(scatter, 1)
  parts = annotate(List[Tensor], [])
  unit = torch.to(torch.diag_embed(torch.ones_like(torch.select(torch.select(scatter, 0, 0), 0, 0))), 7)
  for i in range((self).chunks(torch.size(scatter, 0))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(scatter, 0), start)
    some = torch.mul(torch.to(torch.narrow(scatter, 0, start, size), 7), scale)
    root = torch.linalg_cholesky(torch.add(some, unit, alpha={{least}}))
    _0 = torch.append(parts, torch.to(torch.linalg_solve_triangular(root, unit, upper=False), {{type}}))
  return torch.cat(parts)

# Fewer images than dimensions: the directions in which they differ, and 1 / (variance + {{least}}) in each.
# x: [n, d, P] -> [P, n - 1, d], orthonormal rows, 0 where there are fewer directions; [P, n - 1].
def span(self: __torch__.K,
  x: Tensor,
  scale: Tensor) -> Tuple[Tensor, Tensor]:
  n = torch.size(x, 0)
  factors = annotate(List[Tensor], [])
  gains = annotate(List[Tensor], [])
  mean = torch.select(x, 0, 0)
  for i in range((self).chunks(torch.size(mean, 1))):
    start = torch.mul(i, {{positions}})
    own = torch.to((self).centred(x, start, (self).length(torch.size(mean, 1), start)), 7)
    values, vectors = torch.linalg_eigh(torch.matmul(own, torch.transpose(own, 1, 2)))
    variances = torch.narrow(values, 1, 1, torch.sub(n, 1))
    least = torch.mul(torch.narrow(values, 1, torch.sub(n, 1), 1), 1.0e-10)
    lengths = torch.where(torch.gt(variances, least), torch.sqrt(torch.relu(variances)), torch.full_like(variances, inf))
    directions = torch.narrow(vectors, 2, 1, torch.sub(n, 1))
    rows = torch.matmul(torch.transpose(directions, 1, 2), own)
    _0 = torch.append(factors, torch.to(torch.div(rows, torch.unsqueeze(lengths, 2)), {{type}}))
    _1 = torch.append(gains, torch.to(torch.reciprocal(torch.add(torch.mul(variances, scale), {{least}})), {{type}}))
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
# rows than columns -> [P, d, d].
def inverse(self: __torch__.K,
  factor: Tensor,
  gains: Tensor) -> Tensor:
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
    _0 = torch.append(parts, torch.to(whole, 6))
  return torch.cat(parts)

# The sum of (x - mean)(x - mean)' that a factor was made of, back from it: n - 1 times the covariance. n: float64 [] ->
# float32 [P, d, d].
def scatter_of(self: __torch__.K,
  factor: Tensor,
  gains: Tensor,
  n: Tensor) -> Tensor:
  parts = annotate(List[Tensor], [])
  wide = torch.expand(gains, [torch.size(factor, 0), -1])
  unit = torch.to(torch.diag_embed(torch.ones_like(torch.select(torch.select(factor, 0, 0), 0, 0))), 7)
  divisor = torch.sub(n, 1.)
  for i in range((self).chunks(torch.size(factor, 0))):
    start = torch.mul(i, {{positions}})
    size = (self).length(torch.size(factor, 0), start)
    some = torch.to(torch.narrow(factor, 0, start, size), 7)
    if torch.lt(torch.size(factor, 1), torch.size(factor, 2)):
      weights = torch.sub(torch.reciprocal(torch.to(torch.narrow(wide, 0, start, size), 7)), {{least}})
      covariance = torch.matmul(torch.transpose(some, 1, 2), torch.mul(some, torch.unsqueeze(weights, 2)))
    else:
      root = torch.linalg_solve_triangular(some, unit, upper=False)
      covariance = torch.sub(torch.matmul(root, torch.transpose(root, 1, 2)), unit, alpha={{least}})
    _0 = torch.append(parts, torch.to(torch.mul(covariance, divisor), 6))
  return torch.cat(parts)

# [n, d, P] -> [size, n, d] minus the mean of the n.
def centred(self: __torch__.K,
  x: Tensor,
  start: int,
  size: int) -> Tensor:
  some = torch.permute(torch.narrow(x, 2, start, size), [2, 0, 1])
  return torch.sub(some, torch.mean(some, [1], True))

def chunks(self: __torch__.K,
  positions: int) -> int:
  return torch.floordiv(torch.add(torch.sub(positions, 1), {{positions}}), {{positions}})

def length(self: __torch__.K,
  positions: int,
  start: int) -> int:
  return ops.prim.min({{positions}}, torch.sub(positions, start))
