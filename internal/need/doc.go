// Package need is the decision of the Convention: given a consignment, it says
// which documents are required from which State, which findings by which
// authority, in which order, and why.
//
// Decide is a pure function of a Case and of the Law on its day. It follows the
// evaluation order of Res. Conf. 12.3 and 50 CFR part 23 as permit-rules 1.2
// gives it: listed, excluded part, transit, personal effect, scientific
// exchange, certificates for many crossings, exemption by source, standard
// documents; then restrictions and stricter national measures. Each answer names
// the row of the table or the rule that decided it.
//
// It never says that nothing is needed when it does not know: a name or a
// population that cannot be resolved gives Unknown.
//
// It owns no listing (see species), no sentence (see web) and no application
// (see application). Called by application and the edges web, api and app.
package need
