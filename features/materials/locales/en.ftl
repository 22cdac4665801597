materials-menu = Study materials
materials-nav = Materials
materials-own = My materials
materials-new = Write a set
materials-new-help = A set is for one audience: text, questions and answers, slides, film, infographic. Save it, then add its parts.
materials-edit = Edit what the set is
materials-title = Name of the set
materials-title-help = Readers see this name. For example: Questions and answers on Resolution 05-NQ/TU.
materials-title-for = Materials: { $title }
materials-audience = Audience
materials-audience-help = One set an audience: coverage is measured against it, and its people are reminded to read.
materials-about = About
materials-about-help = Choose at least one: a document, a rollout or a conference.
materials-document = Document
materials-rollout = Rollout
materials-conference = Conference
materials-choose-none = None
materials-public = Whoever has the code may read it, without signing in
materials-public-help = Only for what is meant for everybody. Otherwise readers sign in and belong to the branch.
materials-save = Save
materials-cancel = Cancel
materials-back = Back
materials-unit = Unit
materials-state = State
materials-state-writing = Being written
materials-state-published = Published
materials-state-withdrawn = Withdrawn
materials-all = All
materials-search = Name of the materials
materials-none = No sets yet
materials-none-found = Nothing matches
materials-none-help = Sets for each audience are here, with how many of the audience have them in hand.
materials-none-then = No sets yet at the end of { $day }
materials-listed-as-of = The sets there were at the end of { $day }: their states, days of publication, how many had them and the names of units of then; titles and audiences are of now. How many belonged to the audience then cannot be counted again, so no shares are told. A set that is opened is shown as it is now.
materials-published-on = Published on
materials-begun = The set was made. Add its parts, then publish it.
materials-saved = Saved.
materials-next = Next
materials-publish = Publish
materials-published = Published. Readers see this edition.
materials-note = What is new in this edition
materials-begin = Write a new edition
materials-edition-begun = A new edition was begun from the one in use. Readers see the old one until you publish.
materials-withdraw = Withdraw
materials-withdrawn = Withdrawn. Readers no longer see it.
materials-withdrawn-because = Withdrawn:
materials-reason = Reason
materials-read = Read
materials-code = Reading code
materials-print-sheet = Print the QR sheet
materials-print-halls = Print a sheet for each hall
materials-print-document = Print the QR code of the document
materials-about-document = Materials about { $document }
materials-of-document = Materials about the document
materials-print = Print
materials-sheets = QR sheets
materials-sheet-count = { $count ->
    [one] { $count } sheet
   *[other] { $count } sheets
}
materials-sheet-heading = READ ON YOUR PHONE
materials-sheet-help = Open the camera of your phone, point it at the code, tap the address. What you opened can be read again without a network.
materials-no-sheets = The conference has no point in your branch yet
materials-readers = Readers
materials-readers-public = Everybody who has the code
materials-readers-branch = Members of the branch, signed in
materials-parts-of = Content, edition { $edition }
materials-parts-writing = Content being written, edition { $edition }
materials-no-parts = No parts yet.
materials-part-add = Add a part
materials-part-first = Add the first part
materials-part-edit = Edit
materials-part-remove = Remove
materials-part-remove-ask = Remove “{ $title }”?
materials-part-up = Move “{ $title }” up
materials-part-title = Name of the part
materials-part-saved = The part was saved.
materials-part-removed = Removed.
materials-kind-text = Text
materials-kind-questions = Questions and answers
materials-kind-slides = Slides
materials-kind-video = Uploaded film
materials-kind-video_link = Link to a film
materials-kind-infographic = Infographic
materials-question-count = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
materials-text = Text
materials-text-help = Each line is a paragraph. A line that begins with I., II. or is all capitals is a heading; one that begins with a dash is a point.
materials-questions = Questions and answers
materials-questions-help = A question begins with “Hỏi:” (or “Q:”), its answer with “Đáp:” (or “A:”), each on a line of its own.
materials-link = Address of the film
materials-link-help = Begins with https://. Readers need a network for a film that is elsewhere.
materials-picture = What the picture says
materials-picture-help = In words, for those who cannot see it.
materials-file = File
materials-file-now = The file now: { $name }. Choose another to replace it.
materials-file-arrived = The file has arrived; press Save to use it.
materials-file-help = Kinds: { $kinds }; at most { $most } MB. When the network breaks, the upload goes on by itself; after closing the page, choose the same file to go on where it was.
materials-from-file = Take the text from a Word or PDF file
materials-from-file-help = The text of the file replaces the field above. Files marked Mật, Tối mật or Tuyệt mật are refused.
materials-editions = Published editions
materials-edition = Edition { $edition }
materials-edition-read = in use
materials-contents = Contents
materials-open-slides = Open the slides ({ $size })
materials-open-link = Watch the film (another site, needs a network)
materials-keep-video = Keep the film here ({ $size })
materials-video-kept = The film is kept on this device
materials-kept = Readable offline
materials-is-opened = Opened
materials-offline-copy = You are offline: this is the copy kept on this device; it may not be the latest.
materials-own-none = No materials yet
materials-own-none-help = What committees publish for your branch appears here.
materials-hall = Materials of the conference
materials-hall-sign-in = Sign in to read these materials.
materials-sign-in = Sign in
materials-offline = No network
materials-offline-help = The page needs a network. What is listed below is kept on this device and opens at once.
materials-offline-list = Readable offline
materials-offline-none = Nothing is kept on this device yet. Whatever you open with a network is kept.
materials-offline-again = Try again
materials-coverage = How far it has come
materials-line = Levels above
materials-members = Audience
materials-opened = Opened
materials-opened-recorded = Opened on a device (recorded)
materials-paper = On paper
materials-paper-entered = Copies on paper given out (entered)
materials-covered = Have it
materials-covered-of = { $covered }/{ $members }
materials-covered-sum = { $percent } of { $who } have it, { $without } do not yet
materials-covered-then = By the end of { $day }: { $covered } people had the materials
materials-as-of = As of
materials-as-of-help = Numbers of a past day come from the ledger; how many belonged to the audience then cannot be counted again, so no shares are told.
materials-who-unit = members
materials-who-key_officials = key officials
materials-who-reporters = reporters and communicators
materials-who-members = members
materials-who-officials_not_members = officials who are not members
materials-who-association_members = members of associations
materials-who-people = people in the register
materials-covered-help = opened and on paper together, never more than each unit has in the audience
materials-without = Without
materials-newest-opened = Newest opened is edition { $edition }
materials-no-names = Everybody of the audience is counted once, in the own unit. This page holds numbers only and names nobody.
materials-no-children = No unit below has anybody of the audience.
materials-give-out = Give out copies on paper
materials-give-out-help = Enter copies given to people who do not read on a device. { $left } in this unit have none yet. Take back a mistake with a negative number.
materials-give-out-people = Enter the copies given out to the people. A mistake is taken back by a negative number.
materials-copies = Copies on paper
materials-copies-note = Note
materials-copies-enter = Enter the copies
materials-copies-entered = The copies were entered.
materials-copies-entries = Entered
materials-copies-count = { $count ->
    [one] { $count } copy
   *[other] { $count } copies
}
materials-rules = Limits and warnings
materials-rules-help = They hold from the day given below; days that are over keep what held then.
materials-rule-from = From
materials-rule-warn = Warn of missing materials before a conference (days)
materials-rule-largest = Largest file (MB)
materials-rule-keep = Keep unfinished uploads (hours)
materials-rule-visits = Visits a minute from one address without signing in
materials-rules-set = Saved.
materials-passing = { $count ->
    [one] { $count } set of materials
   *[other] { $count } sets of materials
}
materials-of-person = { $count ->
    [one] { $count } material opened
   *[other] { $count } materials opened
}
materials-desk-missing = No materials: { $title }
materials-desk-missing-note = { $days } days to the conference, and no set is published
materials-desk-read = Read: { $title }
materials-error-title = Write a name.
materials-error-about = Choose at least one: a document, a rollout or a conference.
materials-error-file = Choose a file.
materials-error-link = Write the whole address, beginning with https://, without spaces.
materials-error-picture = Say in words what the picture says.
materials-error-text = Type the text, or choose a Word file to take it from.
materials-error-audience = Somebody has opened or got this set already, so its audience stays. Write another set for another audience.
materials-error-stale = The set was changed elsewhere meanwhile. What you typed and the file that was sent are still here: look at the set, then save.
materials-error-questions = Line { $line }: a question without an answer, or an answer without a question. Begin questions with “Hỏi:”, answers with “Đáp:”.
materials-error-copies = Write the number of copies in digits.
materials-error-number = Write a whole number from 1 to { $most }.
materials-error-from = Choose today or a later day.
figure-materials-opened = People of the audience who opened the materials
figure-materials-paper = Copies on paper given out
figure-materials-covered = People of the audience who have the materials
refused-mat-01 = This set was withdrawn. Write a new one.
refused-mat-02 = No edition is being written. Begin a new edition first.
refused-mat-03 = The set has no parts. Add at least one, then publish.
refused-mat-04 = An edition is being written already. Go on with that one.
refused-mat-05 = Readers do not see this set; only a published one gets a new edition.
refused-mat-06 = What was published stays as it is. Begin a new edition, then change it.
refused-mat-07 = Only a published set can be withdrawn.
refused-mat-08 = Say why it is withdrawn.
refused-mat-09 = The file is of another kind than this part. Slides: PDF, PPTX; film: MP4, WebM; picture: PNG, JPEG, WebP.
refused-mat-10 = The file is larger than { $most } MB. Make it smaller or split it.
refused-mat-11 = Line { $line }: a question without an answer, or an answer without a question.
refused-mat-12 = The upload is not whole or has waited too long. Choose the file again to go on.
refused-mat-13 = The set is not published, so no copies are given out yet.
refused-mat-14 = More than have none: { $left } are left in this unit.
refused-mat-15 = The number of copies would become negative. Look at what was entered.
materials-packs = Cell packs
materials-packs-help = For cells without phones: one file that opens without a network and one A4 printed on both sides. After the meeting the sheet goes back in by picture or list.
materials-packs-none = No rollout or conference yet
materials-packs-none-help = When a rollout reaches the cell and materials are published, its pack is made here.
materials-packs-none-then = No packs made by the end of { $day }
materials-packs-as-of = The packs made by the end of { $day }, and whether they had come back then. A pack that is opened is shown as it is now.
materials-show = Show
materials-pack-make = Make the pack
materials-pack-open = Open the pack
materials-pack-made = Made on { $day }, the sheet is not back yet
materials-pack-returned = The sheet came back on { $day }
materials-pack-sets = { $count ->
    [one] { $count } published set
   *[other] { $count } published sets
}
materials-pack-wait = Waits for materials to be published above
materials-pack-print = Print the A4
materials-pack-download = Download the offline file
materials-pack-type = Type the sheet back in
materials-pack-code = Code of the sheet
materials-pack-holds = In the pack
materials-pack-members = { $count ->
    [one] { $count } member on the attendance list
   *[other] { $count } members on the attendance list
}
materials-pack-questions = Questions to talk over
materials-pack-answer = Answer of the cell
materials-pack-answers-help = Write in short what the cell as a whole answered to each question, without names.
materials-pack-agenda = Agenda
materials-pack-digest = What is new: { $document }
materials-pack-attendance = Attendance
materials-pack-agenda-opening = Attendance, why we meet
materials-pack-agenda-reading = Reading the materials, the main points
materials-pack-agenda-talking = Discussion by the questions, what it means for the cell
materials-pack-agenda-closing = Conclusions, results and proposals written down
materials-pack-form = Result of the meeting
materials-pack-number = No.
materials-pack-name = Name
materials-pack-signature = Signature
materials-pack-absent = Absent, why
materials-pack-got-paper = Got a copy
materials-pack-file-help = This file opens without a network. Code of the sheet: { $code }. After the meeting the secretary types the sheet back in.
materials-pack-file-elsewhere = A file ({ $size }) is seen in the system with a network.
materials-pack-held-on = Day of the meeting
materials-pack-present = Present
materials-pack-opinions = Opinions spoken
materials-pack-proposals = Proposals, one a line
materials-pack-note = Note
materials-pack-photo = Picture of the sheet
materials-pack-photo-help = Take a picture of the filled-in sheet as evidence, then type in what it shows beside it.
materials-pack-photo-choose = Choose or take a picture
materials-pack-photo-keep = Keep the picture
materials-pack-photo-open = See the picture
materials-pack-photo-of = Picture of sheet { $code }
materials-pack-list = By list
materials-pack-list-help = Fill in the list that holds the members of this sheet.
materials-pack-template = Download the list
materials-pack-list-file = List (.csv, .xlsx)
materials-pack-list-take = Take the list
materials-pack-taken = { $count ->
    [one] { $count } row was taken. Look it over, then hand the sheet in.
   *[other] { $count } rows were taken. Look them over, then hand the sheet in.
}
materials-pack-wrong = { $count ->
    [one] { $count } row was not taken
   *[other] { $count } rows were not taken
}
materials-pack-line = Row { $line }
materials-pack-outcome-of = Attendance of { $name }
materials-pack-reason-of = Why { $name } was absent
materials-pack-not-typed = Not typed yet
materials-pack-reason = Reason
materials-pack-paper = Copy
materials-pack-hand-in = Hand the sheet in
materials-pack-keep = Save without handing in
materials-pack-kept = Saved, not handed in.
materials-pack-pictured = The picture was kept.
materials-pack-handed-in = The sheet was handed in: attendance and copies are counted.
materials-pack-reopen = Correct the sheet
materials-pack-reopen-now = Open the sheet again
materials-pack-reopen-help = What this sheet counted is taken off until it is handed in again. Attendance of a conference is corrected in the conference.
materials-pack-reopen-reason = What is wrong
materials-pack-reopened = The sheet is open for correction. Hand it in again when done.
materials-row-number = The number is not on this sheet.
materials-row-name = The name does not fit the number on the sheet.
materials-row-twice = The number is there twice.
materials-row-outcome = Attendance is not understood: present, absent with reason, or absent without reason.
materials-row-paper = Copy: write x or leave it empty.
materials-row-answer = The answer is longer than 500 letters. Shorten it.
materials-desk-sheet = Type the cell's sheet back in: { $title }
materials-sheets-of-person = { $count ->
    [one] { $count } line on sheets of cells
   *[other] { $count } lines on sheets of cells
}
figure-materials-studied = Members present at study in cells (by sheets handed in)
refused-mat-16 = Nothing is published for this yet. Wait for the materials, then make the pack.
refused-mat-17 = The unit has no members of its own. Choose a cell.
refused-mat-18 = The sheet was handed in on { $day }.
refused-mat-19 = Write the day of the meeting.
refused-mat-20 = The day of the meeting has not come.
refused-mat-21 = { $count ->
    [one] { $count } member has neither come nor been absent. What was typed is kept.
   *[other] { $count } members have neither come nor been absent. What was typed is kept.
}
refused-mat-22 = This sheet was not handed in yet: change it and hand it in.
refused-mat-23 = Say what is wrong with the sheet.
event-materials-begun = A set of materials was begun
event-materials-written = The set of materials was edited
event-materials-published = Materials were published
event-materials-edition_begun = A new edition was begun
event-materials-withdrawn = Materials were withdrawn
event-materials-part_written = A part was written
event-materials-part_removed = A part was removed
event-materials-part_moved = A part was moved
event-materials-copies_entered = Copies on paper were entered
event-materials-rules_set = Limits of materials were set
event-materials-upload_begun = An upload was begun
event-materials-pack_made = A cell pack was made
event-materials-pack_typed = A cell sheet was typed in
event-materials-pack_pictured = The picture of a cell sheet was kept
event-materials-pack_handed_in = A cell sheet was handed in
event-materials-pack_reopened = A cell sheet was opened for correction
search-kind-material = Study materials
