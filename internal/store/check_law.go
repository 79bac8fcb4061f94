package store

// What loading amendments wrote has the id of their set before the row, so that
// what a withdrawal left behind is found.
const withdrawnAmendments = `select 'quota ' || q.id || ' is of amendments that were withdrawn' from species_quota q
  join species_amendment a on q.id like a.id || '.%' where a.state = 'withdrawn'
union all select 'suspension ' || s.id || ' is of amendments that were withdrawn' from species_suspension s
  join species_amendment a on s.id like a.id || '.%' where a.state = 'withdrawn'`
