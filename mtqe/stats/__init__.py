"""Statistics that metrics, gate and comparison share.

- `resample` has the bootstrap and the paired tests, `intervals` the confidence intervals of counts and shares.
- `mqm` weighs findings and computes the MQM score.
- `meta_evaluation`: how well metrics and raters agree.
- `quantiles` has those of the t and the beta distribution.
"""
