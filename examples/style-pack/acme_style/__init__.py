"""The style guide of Acme, as rules for mtqe: see the files beside this one."""
