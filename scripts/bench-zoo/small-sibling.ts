// The net with 70 % of its channels pruned: the same code and as many nodes, a tenth of the weights. Built before a peak is
// read, so that code, runtime and graph are there already and what grows is what the weights need.
export const smallSibling = (id: string): string => id.replace(/-fp32$/, '-pruned70-fp32');
