// The net with 70 % of its channels pruned: the same code and as many nodes, a tenth of the
// weights. What both need alike (worker, code, graph) drops out of the difference of their peaks.
export const smallSibling = (id: string): string => id.replace(/-fp32$/, '-pruned70-fp32');
