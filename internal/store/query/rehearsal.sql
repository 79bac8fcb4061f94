-- name: OpenContents :many
select id, content from application
where state in ('submitted', 'in_review', 'info_requested', 'proposed', 'approved') and id > $1
order by id limit $2;

-- name: StandingPermits :many
select id, record from permit
where state in ('prepared', 'valid', 'endorsed') and valid_until >= $2 and id > $1
order by id limit $3;
