package web

func adminSamples() []sample {
	field := Field{Name: "x", Label: "Name, email address or business"}
	choice := Field{Name: "role", Label: "Role", Options: []Option{{Label: "All"}, {Value: "trader", Label: "Trader"}}}
	checks := Field{Name: "roles", Label: "Roles", Bold: true, Small: true, Options: []Option{{"trader", "Trader", "Applies for permits", false}, {"agent", "Agent", "Applies for others", false}}, Values: []string{"trader"}}
	tabs := []Tab{{"Users", "/admin/users", true}, {"Party profile", "/admin/profile", false}}
	sort := SortLink{"Name", "/x", "ascending"}
	row := userRow{Name: "Amina Diallo", Login: "amina.diallo-with-a-long-name@wildlife-export.example.org", Roles: "Case officer, Supervisor", Seen: "8 November 2026", Href: "/x", State: Tag{"Active", "green"}}
	users := List[userRow]{Rows: []userRow{row, row}, Total: 2}
	rows := []SummaryRow{{Key: "Email address", Value: Reference(row.Login)}, {Key: "Roles", Value: Bdi(row.Roles)}}
	return []sample{
		{"admin_users", Page{Title: "x", Data: userList{Tabs: tabs, Search: field, Role: choice, State: choice, Count: "2 accounts", List: users, ByName: sort, ByLogin: sort, Old: sort}}},
		{"admin_users", Page{Title: "x", Data: userList{Tabs: tabs, Search: field, Role: choice, State: choice, List: List[userRow]{Empty: Empty{"x", "x", "/x", "x"}}}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Version: 1, State: Tag{"Active", "green"}, Rows: rows, Active: true}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Version: 1, State: Tag{"Disabled", "grey"}, Rows: rows, Disabled: true, Why: "Left the office"}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Own: true, Rows: rows}}},
		{"admin_user_form", Page{Title: "x", Back: "/admin/users", Data: userForm{Title: "x", Action: "/x", Button: "x", New: true, Login: field, Name: field, Roles: checks, Office: choice, Org: field, SameOrg: field, Language: choice}}},
		{"admin_user_form", Page{Title: "x", Back: "/admin/users", Data: userForm{Title: "x", Action: "/x", Button: "x", Version: "3", Name: field, Roles: checks, Office: choice, Org: field, SameOrg: field, Language: choice}}},
	}
}
