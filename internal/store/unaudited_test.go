package store

import "testing"

func TestChanges(t *testing.T) {
	for query, want := range map[string]string{
		"select 1": "",
		"-- name: X :one\nselect a from b for update":                 "",
		"/* insert into x */ select 1":                                "",
		"insert into permit (id) values ($1)":                         "permit",
		"INSERT INTO Permit(id) VALUES ($1)":                          "permit",
		"insert or ignore into permit values (1)":                     "permit",
		"replace into permit values (1)":                              "permit",
		"-- name: X :exec\n\n-- why\nupdate permit set a = 1":         "permit",
		"update \"permit\" set a = 1":                                 "permit",
		"update public.permit set a = 1":                              "permit",
		"delete from permit":                                          "permit",
		"with x as (select 1) insert into permit select * from x":     "permit",
		"with x as (delete from permit returning id) select * from x": "permit",
		"with x as (select 1) select * from x":                        "",
		"create table x (a int)":                                      "create",
		"drop table x":                                                "drop",
		"savepoint one":                                               "",
		"":                                                            "",
	} {
		if got := changes(query); got != want {
			t.Errorf("%q changes %q, want %q", query, got, want)
		}
	}
	for table, want := range map[string]bool{"session": true, "audit_event": true, "log_hash": true, "permit": false, "create": false, "river_job": true} {
		if unaudited(table) != want {
			t.Errorf("unaudited(%s) is %v", table, !want)
		}
	}
}
