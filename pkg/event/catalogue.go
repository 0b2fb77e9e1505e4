package event

import "encoding/json"

// catalogue holds every wire name that this version can read. A name is never
// removed: see the samples in testdata.
var catalogue = map[string]func(json.RawMessage) (Data, error){
	CapturedType:             decoder[Captured](),
	PublishedType:            decoder[Published](),
	RevisedType:              decoder[Revised](),
	RereadType:               decoder[Reread](),
	WithdrawnType:            decoder[Withdrawn](),
	RestoredType:             decoder[Restored](),
	RedactedType:             decoder[Redacted](),
	TaggedType:               decoder[Tagged](),
	QuarantinedType:          decoder[Quarantined](),
	PageDueType:              decoder[PageDue](),
	SourceDueType:            decoder[SourceDue](),
	HostStateType:            decoder[HostState](),
	HostLeaseType:            decoder[HostLease](),
	AlarmType:                decoder[Alarm](),
	RefusalsType:             decoder[Refusals](),
	FeedKeptType:             decoder[FeedKept](),
	OfficialRecordedType:     decoder[OfficialRecorded](),
	OfficeRecordedType:       decoder[OfficeRecorded](),
	OrganisationRecordedType: decoder[OrganisationRecorded](),
	OutletRecordedType:       decoder[OutletRecorded](),
	TopicRecordedType:        decoder[TopicRecorded](),
	TermRecordedType:         decoder[TermRecorded](),
	TermEndedType:            decoder[TermEnded](),
	TermRetractedType:        decoder[TermRetracted](),
	ChangeUndoneType:         decoder[ChangeUndone](),
	ProposedType:             decoder[Proposed](),
	AcceptedType:             decoder[Accepted](),
	DeclinedType:             decoder[Declined](),
	TagConfirmedType:         decoder[TagConfirmed](),
	TagRejectedType:          decoder[TagRejected](),
	TagReassignedType:        decoder[TagReassigned](),
	NameMergedType:           decoder[NameMerged](),
	NameSplitType:            decoder[NameSplit](),
	UndoneType:               decoder[Undone](),
}
