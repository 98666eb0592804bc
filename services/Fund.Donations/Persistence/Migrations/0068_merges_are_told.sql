-- Merges from before somebody was told of them are told of now, once; whoever hears of one twice keeps it once.
insert into outbox (message_id, aggregate_key, type, body)
select gen_random_uuid(), id::text, 'Fund.Events.DonorsMerged',
    jsonb_build_object('mergeId', id, 'donorId', survivor_id, 'mergedDonorId', merged_id)
from donor_merges
where undone_at is null
order by merged_at;
