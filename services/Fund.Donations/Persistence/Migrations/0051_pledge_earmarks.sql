-- What a pledge is promised for, so that outstanding pledges can be reported by earmark like contributions.
alter table pledges add column earmark text not null default '';
