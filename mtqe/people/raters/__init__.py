"""Sets what people said of translations beside the checks and metrics of stored reports. No model runs again.

- `rated_segments` finds the segment of each rating. `meeting` says when a finding meets an error that somebody marked.
- `check_agreement`: precision and recall of checks. `metric_agreement`: metrics, and raters against other raters, by
  their values. `rater_agreement`: the errors of two raters.
- `measuring` puts all of it together, `policy_changes` proposes what follows for the policy, `shipped_documents` which
  documents raters accept.
"""
