import numpy as np


class Perceptron:
    """A single-layer perceptron as it is often handed in: samples are columns, labels a row of zeros and ones."""

    def __init__(self, inputs, rate=0.1):
        self.W = np.random.randn(1, inputs)
        self.rate = rate

    def sigmoid(self, v):
        return 1 / (1 + np.exp(-v))

    def d_sigmoid(self, v):
        return self.sigmoid(v) * (1 - self.sigmoid(v))

    def loss(self, Z, Y):
        Z = Z.flatten()
        return np.asscalar(
            (-1 / len(Z)) * (np.dot(Y, np.log(Z + 1e-10)) + np.dot(1 - Y, np.log(1 - Z + 1e-10)))
        )

    def gradient_loss(self, Z, Y):
        # The samples are added up here, before the chain rule has reached the weights.
        Z = Z.flatten()
        dL = np.dot(Y, 1 / Z) + np.dot(1 - Y, -1 / (1 - Z))
        return np.asscalar((-1 / len(Z)) * dL)

    def forward(self, X):
        V = self.W @ X
        return V, self.sigmoid(V)

    def train(self, X, Y):
        n = 0
        V, Z = self.forward(X)
        print(f"loss: {self.loss(Z, Y)}")
        while self.loss(Z, Y) > 0.1 and n < 10000:
            n = n + 1
            W_new = self.W - self.rate * self.gradient_loss(Z, Y) * self.d_sigmoid(V) @ X.transpose()
            self.W = W_new
            V, Z = self.forward(X)
            print(f"loss: {self.loss(Z, Y)}")
