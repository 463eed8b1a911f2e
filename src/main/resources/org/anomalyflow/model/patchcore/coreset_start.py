# What the greedy choice of points starts from.

# The mean distance of each point to some of them. x: [N, D]; start: int64 [s] -> [N].
def forward(self: __torch__.K,
  x: Tensor,
  start: Tensor) -> Tensor:
  n = torch.size(start, 0)
  sum = torch.zeros_like(torch.select(x, 1, 0))
  for i in range(n):
    difference = torch.sub(x, torch.index_select(x, 0, torch.narrow(start, 0, i, 1)))
    sum = torch.add(sum, torch.sqrt(torch.sum(torch.mul(difference, difference), [1])))
  return torch.div(sum, n)

# Points in other dimensions. rows: [N, D]; w: [P, D] -> [N, P].
def project(self: __torch__.K,
  rows: Tensor,
  w: Tensor) -> Tensor:
  return torch.matmul(rows, torch.transpose(w, 0, 1))

# The norm of each row of the matrix of distances between all points. x: [N, D]; mean: [D]; norms: [N], squared, of
# x - mean -> [N].
def norms_of_all(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  norms: Tensor) -> Tensor:
  centred = torch.sub(x, mean)
  products = torch.mv(centred, torch.sum(centred, [0]))
  squares = torch.add(torch.sub(torch.mul(norms, torch.size(x, 0)), torch.mul(products, 2)), torch.sum(norms))
  return torch.sqrt(torch.relu(squares))
