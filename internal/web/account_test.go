package web

import "testing"

func accountSamples() []sample {
	long := "amina.diallo-of-a-very-long-name@wildlife-export.example.org"
	people := []demoButton{{"a", "Amina Diallo", "Trader"}, {"b", "M. Okafor", "Case officer"}, {"c", "R. Haddad", "Signatory"}}
	login, password := Field{Name: "login", Label: "Email address", Type: "email", Dir: "ltr", Value: long}, Field{Name: "password", Label: "Password"}
	wrong := login
	wrong.Error = "Enter an email address"
	return []sample{
		{"account_sign_in", Page{Title: "x", Errors: []ErrorLink{{"x", "#login"}}, Data: signInView{Login: wrong, Password: password, Next: "/cases?tab=mine", Demo: people}}},
		{"account_sign_in", Page{Title: "x", Data: signInView{Login: login, Password: password}}},
		{"account_register", Page{Title: "x", Back: "/sign-in", Data: registerView{Role: Field{Name: "role", Label: "x", Options: []Option{{Value: "trader", Label: "Trader", Hint: "x"}, {Value: "agent", Label: "Agent", Hint: "x"}}},
			Name: Field{Name: "name", Label: "x"}, Org: Field{Name: "org", Label: "x", Optional: true}, Login: login, Language: Field{Name: "language", Label: "x", Options: []Option{{Value: "en", Label: "English"}}}}}},
		{"account_form", Page{Title: "x", Data: formView{Title: "x", Intro: "x", Action: "/x", Button: "x", Login: "a@example.org", Hidden: map[string]string{"version": "1"},
			Fields: []Field{{Name: "name", Label: "x"}, {Name: "language", Label: "x", Options: []Option{{Value: "en", Label: "English"}}}, {Name: "password", Label: "x", Complete: "new-password"}}}}},
		{"account_panel", Page{Title: "x", Data: panelView{Title: "x", Text: "x", Next: "x", Href: "/x", Link: "x"}}},
		{"account_own", Page{Title: "x", Data: ownView{Name: "x", Mandates: true, Others: true, Rows: []SummaryRow{{Key: "Email address", Value: Reference(long)}, {Key: "Name", Value: Bdi("Amina"), Action: "/x"}},
			Sessions: []sessionView{{"Firefox, Windows", "8 November 2026, 09:12", "8 November 2026, 09:40", true}, {"Safari, iPhone", "8 November 2026, 09:12", "8 November 2026, 09:40", false}}}}},
	}
}

func TestLocalPath(t *testing.T) {
	for in, want := range map[string]string{
		"/cases?tab=mine": "/cases?tab=mine", "/a#b": "/a", "": "",
		"//evil.example": "", "https://evil.example/": "", "/\\evil.example": "", "javascript:alert(1)": "", "evil": "",
		"/%0d%0aSet-Cookie:x": "/%0d%0aSet-Cookie:x", "/a\r\nb": "", "///evil.example": "", "/sign-out": "", "/%2F/evil.example": "",
	} {
		if got := localPath(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestDeviceOf(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                        "Firefox, Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36":                                "Chrome, Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0":                   "Edge, Windows",
		"curl/8.5.0": "curl", "<script>": "", "": "",
	} {
		if got := deviceOf(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}
