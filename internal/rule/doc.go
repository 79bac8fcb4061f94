// Package rule holds what a rule of law is here: a value with a stable id, a
// citation, an evidence tag, dates between which it holds, a severity, the
// stages at which it is run, and a check over a typed input.
//
// It owns no law. Each noun lists its rules in rules.go and passes them to Run.
// Ids are never used again for another rule.
package rule
