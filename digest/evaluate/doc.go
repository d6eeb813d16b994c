// Package evaluate tells whether the matching is any good: on the digests that were logged
// (evaluate.go), on a made-up population (synthetic.go), and on outside data (interactions.go),
// with estimators that say how sure a figure is (estimator.go).
package evaluate
