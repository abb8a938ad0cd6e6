interface Order {
  id: number;
  cost: number;
  paid: boolean;
}

/**
 * Adds up the cost of all orders.
 * @param orders The orders to add up.
 * @returns The total cost.
 */
export function totalCost(orders: Order[]): number {
  let total = 0;
  for (const order of orders) {
    total += order.cost;
  }
  return total;
}

/** Keeps orders by their id. */
export class OrderStore {
  private orders: Map<number, Order> = new Map();

  set(id: number, order: Order): void {
    this.orders.set(id, order);
  }

  get(id: number): Order | undefined {
    return this.orders.get(id);
  }
}
