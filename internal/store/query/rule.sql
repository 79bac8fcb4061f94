-- name: RuleSwitches :many
select s.rule, s.setting from rule_switch s
where not exists (select 1 from rule_switch n where n.rule = s.rule and n.version > s.version)
order by s.rule;

-- name: RuleSwitchesOf :many
select rule, version, setting, reason, by_id, by_name, at from rule_switch
where rule = $1
order by version desc;

-- name: InsertRuleSwitch :exec
insert into rule_switch (rule, version, setting, reason, by_id, by_name, at)
values ($1, $2, $3, $4, $5, $6, $7);
