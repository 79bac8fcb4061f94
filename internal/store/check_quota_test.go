package store_test

// quotaLies break the promises of the quota ledger.
func quotaLies() map[string][]string {
	return map[string][]string{
		"P2": {`update species_quota set used = 3999`, `update species_quota set quantity = 10`, `update species_quota set direct = 1`,
			`update species_quota set shared = 4000`, `update species_quota set reserved = 1`, `update quota_draw set used = 2000`,
			`update quota_draw set share_id = ''`, `update quota_share set used = 2000`, `update quota_share set quantity = 100`, `update quota_share set parent_id = 'gone'`},
		"P2b": {`update quota_entry set used_by = 6000 where seq = 2`, `delete from quota_entry where seq = 3`, `delete from quota_entry where seq = 1`,
			`update quota_entry set limit_by = 1 where seq = 1`, `update species_quota set entries = 9`, `update quota_entry set used_after = 4500 where seq = 3`},
		"P2c": {`update quota_entry set used_after = 5001 where seq = 2`, `update quota_entry set limit_after = 9001`, `update quota_entry set permit_id = 'other' where act = 'use'`},
	}
}
