people-password-too-short = A password needs at least 10 characters. A few words you remember will do.
people-password-too-long = The password is longer than 200 bytes. Choose a shorter one.
people-password-holds-name = A password must not contain the user name.
people-status-official = Official member
people-status-probationary = Probationary member
people-status-exempt = Exempt from party work
people-status-temporarily_elsewhere = Temporarily active elsewhere
people-status-not_member = Not a party member
people-gender-male = Male
people-gender-female = Female
role-administrator = Administrator
role-officer = Officer
role-commune_officer = Commune officer
role-cell_secretary = Cell secretary
role-leader = Leader
role-reporter = Reporter
role-member = Member
refused-peop-01 = Nobody does this to the own account. Ask another administrator.
refused-peop-02 = This account holds a role outside your branch. Pass it on to the administrator above.
refused-peop-03 = The account is disabled already.
refused-peop-04 = The account is not disabled.
refused-peop-05 = This role has ended.
refused-peop-06 = The account holds this role in this unit already.
refused-peop-07 = The member id { $id } belongs to another person. Check the id.
people-import-title = Import people
people-import-no-unit = The unit code is missing. Write the code of the cell or unit the person belongs to.
people-import-unknown-unit = No unit in your branch has the code “{ $cell }”. Compare with the list of units.
people-import-bad-id = A member id has no spaces and at most 40 characters. Correct it.
people-import-bad-day = “{ $cell }” is not a day. Write day/month/year, such as 19/05/1980.
people-import-future-day = The day “{ $cell }” lies in the future. Check the year.
people-import-joined-before-birth = The joining day is before the birth day. Check both.
people-import-bad-gender = The gender “{ $cell }” is unclear. Write Nam or Nữ.
people-import-bad-status = The status “{ $cell }” is unclear. Write Chính thức, Dự bị, Miễn sinh hoạt, Tạm thời nơi khác or Ngoài Đảng.
people-import-bad-phone = The telephone number “{ $cell }” is not right. Write 8 to 15 digits.
people-import-bad-yes = Write x for a key official, 0 or nothing otherwise.
people-import-twice = This id stands in line { $detail } already; this line was not taken in. Keep one of them.
people-import-twice-without-id = This person (same name, birth day, unit) stands in line { $detail } already. Remove one line, or write ids to tell them apart.
people-import-elsewhere = This id belongs to a person outside your branch. Arrange the transfer, or check the id.
people-import-twin = Same name and birth day as the person with id { $detail }. Both are kept; check whether they are one person.
people-error-no-name = The full name is missing.
people-error-bad-name = A full name is letters only, at most 100.
event-people-imported = People imported
people-menu = People
people-search = Search by name or id, accents not needed
people-whole-branch = See the whole branch
people-import = Import from Excel
people-new = Add a person
people-edit = Edit
people-next = Next
people-history = History
people-same-unit = People of the same unit
people-status-all = All
people-status-ended = Moved away or deceased
people-status-in-lists-official = Chính thức
people-status-in-lists-probationary = Dự bị
people-status-in-lists-exempt = Miễn sinh hoạt
people-status-in-lists-temporarily_elsewhere = Tạm thời nơi khác
people-status-in-lists-not_member = Ngoài Đảng
people-none = Nobody is listed yet
people-none-help = Members, officials and others of your units stand here. Import them from Excel or add them one by one.
people-none-found = Nobody found
people-none-found-help = Remove a filter or type fewer letters.
people-full-name = Full name
people-external-id = Member id
people-external-id-help = As in the member database; empty for people outside the Party.
people-birth-day = Date of birth
people-gender = Gender
people-unit = Unit
people-unit-code = Unit code
people-unit-help = Where the person takes part. Type a name or code to search.
people-status = Status
people-joined-on = Joined on
people-post = Post
people-key-official = Key official
people-phone = Telephone
people-phone-help = Seen in full only by who may edit, and by the person.
people-ended-on = No longer belongs since
people-ended-on-help = Moved away for good or deceased. Leave empty otherwise.
people-same-person = Somebody has the same name and date of birth:
people-same-confirm = This is another person; add nevertheless
people-save = Save
people-cancel = Cancel
people-registered = Added.
people-saved = Saved.
people-error-day = Not a day. Write day/month/year.
people-error-future = The day lies in the future. Check the year.
people-error-phone = A telephone number has 8 to 15 digits.
account-title = My account
accounts-of = Account { $name }
accounts-new = Give an account
event-people-registered = Added
event-people-corrected = Corrected
event-people-exported = List of people exported
people-passing = { $count ->
    [one] 1 person goes on in the heir
   *[other] { $count } people go on in the heirs
}
people-passing-roles = { $count ->
    [one] 1 role goes on in the heir
   *[other] { $count } roles go on in the heirs
}
people-status-official_not_member = Official who is no Party member
people-status-association_member = Member of an association
people-status-guest = Guest, taking part for a time
people-status-beside = Taking part here besides
people-status-in-lists-official_not_member = Official, not member
people-status-in-lists-association_member = Association member
people-status-in-lists-guest = Guest
people-standing = Where they take part
people-home = home
people-from = From
people-to = Until
people-end = End
people-end-yes = End from this day
people-ends-on = Last day: { $name }
people-decision = Decision, note
people-membership-add = Add another membership
people-membership-added = Membership added.
people-membership-end-sure = End the membership in { $unit } from today?
people-membership-ended = Ended.
people-error-kind = Choose how they take part.
people-error-rank = Choose what the post is.
people-error-title = Name the post, 200 characters at most.
people-error-area = Name the field of work, 200 characters at most.
people-error-no-person = Choose a person of your branch.
people-error-steering-name = Name the steering committee, 300 characters at most.
people-changed-since = New unit or status from
people-changed-since-help = Only for another unit or status; what stands now is kept in the record. Leave empty to correct a mistake.
people-charges = Posts and assignments
people-charge = What
people-at = Where
people-answers-for = Answers for
people-responsibility = Who answers
people-responsibility-open = Posts, assignments, steering committees
people-head-of-unit = Head
people-standing-answering = Standing committee member in charge
people-posts = Head and posts
people-posts-none = No post entered yet. Enter the head first, so that others know who answers.
people-posts-past = Held before
people-post-give = Enter a post
people-post-given = Post entered.
people-post-ended = Post ended.
people-rank = Rank
people-rank-head = Head
people-rank-deputy = Deputy
people-rank-standing = Member of the standing committee
people-rank-committee_member = Member of the committee
people-rank-other = Other post
people-assignments = Assignments within the standing committee
people-assignments-none = No field or area assigned yet.
people-assignments-past = Earlier assignments
people-assign = Assign
people-assign-nobody = Enter the head, a deputy or a member of the standing committee above before assigning.
people-assigned = Assigned.
people-assignment-ended = Assignment ended.
people-answered-for = Field or area
people-area = Field of work
people-areas = Fields of work
people-area-example = For example: communication and mass mobilisation
people-area-name = Add field
people-area-named = Field added.
people-area-end-sure = Drop the field “{ $name }”? Assignments to it end today.
people-area-ended = Field dropped.
people-covered = Area, unit
people-steering-committees = Steering committees
people-steering-none = No steering committee yet.
people-steering-new = Set up a steering committee
people-steering-edit = Edit the steering committee
people-steering-name = Name of the steering committee
people-steering-founded = Steering committee set up.
people-steering-saved = Steering committee saved.
people-steering-over = term over
people-steering-members = Members
people-steering-nobody = No members yet.
people-steering-past = Left
people-steering-role = Role
people-steering-role-head = Head
people-steering-role-standing_deputy = Standing deputy head
people-steering-role-deputy = Deputy head
people-steering-role-member = Member
people-steering-role-secretary = Secretary, support
people-purpose = Purpose
people-task = Task
people-term-ends = Term over from
people-term-help = Leave empty if no day is set. Members leave on the day the term is over.
people-seat-give = Add a member
people-seat-given = Member added.
people-seat-ended = The member has left.
people-passing-memberships = { $count ->
    [one] { $count } further membership passes to the heir
   *[other] { $count } further memberships pass to the heirs
}
people-passing-assignments = { $count ->
    [one] { $count } assignment passes to the heir
   *[other] { $count } assignments pass to the heirs
}
event-people-membership_added = Membership added
event-people-membership_ended = Membership ended
event-people-post_given = Post given
event-people-post_ended = Post ended
event-people-assigned = Assigned
event-people-assignment_ended = Assignment ended
event-areas-named = Field of work added
event-areas-ended = Field of work dropped
event-steering-founded = Steering committee set up
event-steering-changed = Steering committee changed
event-steering-member_seated = Member of a steering committee added
event-steering-member_left = Member left a steering committee
refused-memb-01 = A Party member belongs to one cell. Change the home by “Edit”.
refused-memb-02 = The last day must come after the first.
refused-memb-03 = This person takes part there so during these days already.
refused-memb-04 = The day lies in the future. Enter it when it has changed.
refused-memb-05 = What stands now holds since { $day }. The change must come later.
refused-resp-01 = The last day must come after the first.
refused-resp-02 = The unit has a head: { $name }. End that post first.
refused-resp-03 = This person holds this post during these days already.
refused-resp-04 = Choose a field of work or a unit.
refused-resp-05 = { $name } does not sit in the standing committee on that day. Enter the post first.
refused-resp-06 = This member answers for that field or unit already.
refused-resp-07 = The unit must stand below this committee.
refused-resp-08 = This person sits in the steering committee already.
refused-resp-09 = The days must lie within the term of the steering committee.
refused-resp-10 = It has ended before that day.
people-rule-same-id = The same member id is the same person.
people-rule-same-name = A line without an id: the same name, birth day and unit is the same person; without a birth day it is compared only with people who have neither id nor birth day.
people-rule-takes-id = Whoever has no id yet and has the name, birth day and unit of a line with one takes that id.
people-rule-merged = The id of a merged record leads to the person who stays; such a line only fills gaps.
people-rule-doubt = The same name and birth day with another id or unit, or the same name in one unit with a birth day missing, or the same telephone with the same name or birth day: both are kept and somebody decides.
people-pair-name_and_birth_day = Same name and birth day
people-pair-name_and_unit = Same name and unit, a birth day missing
people-pair-name_and_phone = Same name and telephone
people-pair-phone_and_birth_day = Same telephone and birth day, names written differently
people-duplicates = Possible duplicates
people-duplicates-help = Look at each pair and decide. Pairs answered “two people” are not asked about again.
people-duplicates-find = Look through everybody
people-duplicates-sought = Looking. Load the page again in a few minutes.
people-duplicates-none = No pair waits for a decision
people-duplicates-none-help = Pairs appear when a list is imported or when everybody is looked through.
people-two-people = Two different people
people-told-apart = Noted as two people.
people-merge = Merge two records of one person
people-merge-help = Everything of the merged record passes to the one that is kept. Gaps of the kept record are filled, what it holds stays.
people-merge-kept = Record that is kept
people-merge-merged = Record that is merged
people-merge-moves = What passes over
people-merge-moves-nothing = The merged record has nothing yet.
people-merge-now = Merge
people-merge-into-this = One person: keep this record
people-merged = Merged. It can be undone on this page.
people-merged-into = This record was merged into
people-merges = Merged records
people-merge-parted = parted again
people-part = Part again
people-part-sure = Part into two people again? What passed over goes back.
people-parted = Parted into two people again.
people-accounts-of-person = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
people-past-of-person = { $count ->
    [one] { $count } earlier home
   *[other] { $count } earlier homes
}
people-memberships-of-person = { $count ->
    [one] { $count } further membership
   *[other] { $count } further memberships
}
people-posts-of-person = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}
people-assignments-of-person = { $count ->
    [one] { $count } assignment
   *[other] { $count } assignments
}
people-seats-of-person = { $count ->
    [one] { $count } seat in a steering committee
   *[other] { $count } seats in steering committees
}
people-records-of-person = { $count ->
    [one] { $count } note about merged records
   *[other] { $count } notes about merged records
}
event-people-merged = Another record merged into this one
event-people-merged_away = Merged into another record
event-people-parted = Merged record parted
event-people-parted_again = Stands by itself again
event-people-told_apart = Told apart from somebody alike
event-people-pairs_sought = Looked for possible duplicates
refused-merg-01 = A record is not merged with itself.
refused-merg-02 = One of the records was merged into another already.
refused-merg-03 = What was known of one of them was erased: nothing is left to judge by.
refused-merg-04 = This merging was undone already.
refused-merg-05 = The kept record was merged into another since. Part that one first.
people-numbers-show = Show telephone and id in full
people-data = Personal data (file)
people-data-made = Made on
people-erase = Erase personal data
people-erase-goes = What goes
people-erase-goes-what = Name, member id, birth day, gender, day of joining, post, telephone, everywhere in the system including lists of delegates and opinions with a name. Accounts are closed, sessions end. It cannot be brought back.
people-erase-stays = What stays, and why
people-erase-stays-figures = Figures and attendances without a name: past statistics must stay true.
people-erase-stays-reports = Signed reports and documents: archives, kept as the rules on archives say.
people-erase-stays-log = The log of actions: evidence, it holds internal ids and no names.
people-erase-stays-standing = When somebody without a name took part in which unit: the unit's history.
people-erase-stays-proposals = Proposals taken out of reflections, without a name.
people-erase-stays-sheets = Pictures of the paper sheets of cells and what a cell wrote on them together: originals of the session, kept as the rules on archives say.
people-erase-stays-prizes = Names of barred organisers, of judges and of finalists typed in by the organisers: evidence of how prizes were given, tied to nobody's record.
people-erase-stays-backups = Backups made before: they run out by their schedule; after restoring one, erase again.
people-erase-confirm = Type this person's full name to confirm
people-erase-now = Erase
people-erased = Personal data erased.
people-roles-of-person = { $count ->
    [one] { $count } role in the system
   *[other] { $count } roles in the system
}
people-sessions-of-person = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
event-people-numbers_shown = Telephone and id shown in full
event-people-data_given = A person's data handed out
event-people-erased = Personal data erased
refused-eras-01 = A member of the Party who takes part in a cell: the record must be kept. Enter the last day in the unit first.
refused-eras-02 = This person holds { $count } posts, assignments or seats. End them first.
refused-eras-03 = This record was merged into another; erasing that one erases this one.
refused-eras-04 = The data was erased already.
refused-eras-05 = The name typed to confirm is another.
known-members = Members
known-official-members = Official members
known-probationary-members = Probationary members
people-since = Takes part since
people-since-help = Leave empty when it is not known.
refused-peop-08 = { $name } has ended: choose its heir or another unit.
people-as-of = As of
people-as-of-show = Show
people-as-of-now = Back to now
people-listed-as-of = People of the units on { $day }: homes, statuses, posts and names of units as they were then. Who has no day of joining a unit counts as having been there before; posts are those entered with their days.
people-of-others = { $count ->
    [one] One person who is outside of your branches today is not named.
   *[other] { $count } people who are outside of your branches today are not named.
}
people-responsibility-as-of = As of { $day }: posts, assignments, steering committees and names of units as they were then.
people-steering-as-of = As of { $day }: who had a seat then, with the post held then.
people-steering-not-yet = not set up yet
people-steering-nobody-then = Nobody had a seat on this day.
people-posts-none-then = No post is entered for this day.
