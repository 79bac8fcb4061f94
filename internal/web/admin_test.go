package web

import "html/template"

func adminSamples() []sample {
	field := Field{Name: "x", Label: "Name, email address or business"}
	choice := Field{Name: "role", Label: "Role", Options: []Option{{Label: "All"}, {Value: "trader", Label: "Trader"}}}
	checks := Field{Name: "roles", Label: "Roles", Bold: true, Small: true, Options: []Option{{Value: "trader", Label: "Trader", Hint: "Applies for permits"}, {Value: "agent", Label: "Agent", Hint: "Applies for others"}}, Values: []string{"trader"}}
	tabs := []Tab{{"Users", "/admin/users", true}, {"Party profile", "/admin/profile", false}}
	sort := SortLink{"Name", "/x", "ascending"}
	row := userRow{Name: "Amina Diallo", Login: "amina.diallo-with-a-long-name@wildlife-export.example.org", Roles: "Case officer, Supervisor", Seen: "8 November 2026", Href: "/x", State: Tag{"Active", "green"}}
	users := List[userRow]{Rows: []userRow{row, row}, Total: 2}
	rows := []SummaryRow{{Key: "Email address", Value: Reference(row.Login)}, {Key: "Roles", Value: Bdi(row.Roles)}}
	key := keyRow{"0123456789abcdef", "ES256", "1 May 2026", "1 November 2026", "1 December 2027", Tag{"Signing", "green"}}
	setting := profileRow{Path: "colours.brand", Label: "Colour of the header", Doc: "White text on it must be readable.", Values: []template.HTML{Reference("#14532d")}, Colour: "#14532d"}
	return []sample{
		{"admin_keys", Page{Title: "x", Data: keyList{Tabs: tabs, Groups: []keyGroup{{"Permits", "Seals permits.", "/x", []keyRow{key, key}, []keyRow{key}}}}}},
		{"admin_letters", Page{Title: "x", Data: letterList{Tabs: tabs, Rows: []letterRow{{"8 November 2026", row.Login, "اختر كلمة مرور", "https://cites.example/ar/password/abcdefghijklmnopqrstuvwxyz0123456789\n", "ar", "auto"}, {"x", "x", "x", "", "en", "auto"}}}}},
		{"admin_letters", Page{Title: "x", Data: letterList{Tabs: tabs, Empty: Empty{Title: "x", Text: "x"}}}},
		{"admin_profile", Page{Title: "x", Data: profileView{Tabs: tabs, File: "/etc/opencites/profile.json", Groups: []profileGroup{{"The Party", []profileRow{setting, setting}}}}}},
		{"admin_profile", Page{Title: "x", Data: profileView{Tabs: tabs, Wrong: []profileFault{{"party", "x"}}}}},
		{"admin_users", Page{Title: "x", Data: userList{Tabs: tabs, Search: field, Role: choice, State: choice, Count: "2 accounts", List: users, ByName: sort, ByLogin: sort, Old: sort}}},
		{"admin_users", Page{Title: "x", Data: userList{Tabs: tabs, Search: field, Role: choice, State: choice, List: List[userRow]{Empty: Empty{"x", "x", "/x", "x"}}}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Version: 1, State: Tag{"Active", "green"}, Rows: rows, Active: true}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Version: 1, State: Tag{"Disabled", "grey"}, Rows: rows, Disabled: true, Why: "Left the office"}}},
		{"admin_user", Page{Title: "x", Back: "/admin/users", Data: userView{ID: "1", Name: "Amina", Own: true, Rows: rows}}},
		{"admin_user_form", Page{Title: "x", Back: "/admin/users", Data: userForm{Title: "x", Action: "/x", Button: "x", New: true, Login: field, Name: field, Roles: checks, Office: choice, Org: field, SameOrg: field, Language: choice}}},
		{"admin_user_form", Page{Title: "x", Back: "/admin/users", Data: userForm{Title: "x", Action: "/x", Button: "x", Version: "3", Name: field, Roles: checks, Office: choice, Org: field, SameOrg: field, Language: choice}}},
	}
}
