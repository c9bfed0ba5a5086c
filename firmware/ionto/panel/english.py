# The panel's English wording, in the order of the numbers of texts.py. Decides no place.
#
# Bytes in the fonts' code: ASCII, then from 0x80 the characters of fonts.EXTRA (0x80 ohm, 0x81 minus, 0x82 middle dot).
# Lines are broken by hand, because measuring words while drawing would cost too much; a test holds each text to its
# place: prose has 126 columns, the next step 115 in bold.

# fmt: off
TEXTS = (
    b"Self-test",  # SELFTEST
    b"Checking the program.\nStay out of the water.",  # TEST_BODY
    b"Checking the parts.\nStay out of the water.",  # TEST_PARTS
    b"Checking keys and zeros.\nStay out of the water.",  # TEST_KEYS
    b"Checking the cut-offs.\nStay out of the water.",  # TEST_CUTS
    b"Checking the current.\nStay out of the water.",  # TEST_CURRENT
    b"Checking the directions.\nStay out of the water.",  # TEST_BRIDGE
    b"No current flows yet",  # NO_CURRENT
    b"Press STOP now",  # PRESS_STOP
    b"It must work before\nevery treatment.",  # STOP_BODY
    b"NOT READY",  # NOT_READY
    b"Interrupted",  # INTERRUPTED
    b"Please note",  # NOTE
    b"Understood",  # UNDERSTOOD
    b"Where?",  # WHERE
    b"Hands",  # HANDS
    b"Feet",  # FEET
    b"Armpits",  # ARMPITS
    b"Choose",  # CHOOSE
    b"Next",  # NEXT
    b"mA",  # MA
    b"min",  # MIN
    b"s",  # SEC
    b"k\x80",  # KOHM
    b"mA\x82min",  # MAMIN
    b"%",  # PERCENT
    b"/",  # SLASH
    b"+",  # PLUS
    b"-.-",  # UNKNOWN_OHM
    b"A",  # A
    b"B",  # B
    b"A+ B\x81",  # A_PLUS
    b"A\x81 B+",  # B_PLUS
    b"Last",  # LAST
    b"First time here",  # FIRST
    b"Change",  # CHANGE
    b"Yes",  # YES
    b"Hold 1 s",  # HOLD
    b"Current",  # CURRENT
    b"Time",  # TIME
    b"Direction",  # DIRECTION
    b"stays",  # KEEP
    b"alternates",  # ALTERNATE
    b"at half-time",  # HALF_TIME
    b"Set",  # SET
    b"Checklist",  # CHECKLIST
    b"I have none of these",  # NONE_HEAD
    b"My skin",  # SKIN_HEAD
    b"Metal",  # METAL_HEAD
    b"Unsure",  # UNSURE
    b"Right",  # RIGHT
    b"Pacemaker, implant\nPregnancy\nEpilepsy\nHeart condition",  # EXCLUDED
    b"No wounds or rash, not\nnumb. Small breaks:\npetroleum jelly on.",  # SKIN
    b"Rings, watch, piercings off.\nNo metal in the body where\ncurrent flows.",  # METAL
    b"I have no pacemaker and\nno other implant. With one:\nnever use this.",  # PAGE_IMPLANT
    b"I am not pregnant.",  # PAGE_PREGNANT
    b"I do not have epilepsy.",  # PAGE_EPILEPSY
    b"I have no heart condition.",  # PAGE_HEART
    b"I have no metal in the body\nwhere the current flows.",  # PAGE_METAL
    b"My skin there: no wounds,\nno rash. Small breaks have\npetroleum jelly on.",  # PAGE_SKIN
    b"My skin there is not numb:\nI feel touch and warmth.",  # PAGE_NUMB
    b"Rings, watch, bracelets and\npiercings are off.",  # PAGE_JEWELLERY
    b"Not today",  # NOT_TODAY
    b"Ask your doctor first.\nNothing was switched on.",  # ASK_DOCTOR
    b"Both hands in, flat",  # HANDS_IN
    b"Both feet in, flat",  # FEET_IN
    b"Both pads on, wet",  # PADS_ON
    b"Starts by itself",  # STARTS
    b"Contact. Keep still",  # CONTACT
    b"You will feel a light tingle.\nThat is normal.",  # TINGLE
    b"Starts again from 0",  # FROM_ZERO
    b"now",  # NOW
    b"rising",  # RISING
    b"falling",  # FALLING
    b"turning",  # TURNING
    b"LIMIT",  # LIMIT
    b"Batt. !",  # BATT
    b"0.5 mA",  # STEP
    b"Keep hands in",  # KEEP_HANDS
    b"Keep feet in",  # KEEP_FEET
    b"Keep pads on",  # KEEP_PADS
    b"STOP",  # STOP
    b"?",  # QUESTION
    b"LIMITED",  # LIMITED
    b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",  # WHY_HANDS
    b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",  # WHY_FEET
    b"It works, a little weaker.\nNext time make the pads\nwetter.",  # WHY_PADS
    b"Go on",  # GO_ON
    b"PAUSED: no current",  # PAUSED
    b"Both hands back in, flat",  # BACK_HANDS
    b"Both feet back in, flat",  # BACK_FEET
    b"Both pads back on",  # BACK_PADS
    b"Time stands still",  # STANDS
    b"WAITING: no current",  # WAITING
    b"Press OK, then hands in",  # OK_HANDS
    b"Press OK, then feet in",  # OK_FEET
    b"Press OK, then pads on",  # OK_PADS
    b"Done",  # DONE
    b"Stopped by you",  # STOPPED
    b"Ended early",  # ENDED
    b"Not limited",  # NOT_LIMITED
    b"Limited",  # LIMITED_FOR
    b"The current is off.",  # ALL_OFF
    b"No contact: current off.",  # LEFT_ALONE
    b"Stopped gently",  # GENTLY
    b"FAULT",  # FAULT
    b"current off",  # OFF
    b"LOCKED",  # LOCKED
    b"USB plugged in",  # USB_HEAD
    b"No treatment on the cable,\nfor your safety. Unplug it,\nswitch off and on.",  # USB_BODY
    b"Battery low",  # BATTERY_HEAD
    b"V",  # VOLT
    b"Please charge first. A\ntreatment needs about a\nthird of the battery.",  # BATTERY_BODY
    b"Switch off, wait 10 s,\nswitch on.",  # _RESTART
    b"Do not use it. Show\nthis to the maker.",  # _MAKER
    b"Dry it, then switch off\nand on.",  # _DRY
    b"Charge it, unplug it,\nswitch on.",  # _CHARGE
    b"Unplug it, then switch\noff and on.",  # _UNPLUG
    b"Install the firmware\nagain.",  # _INSTALL
    b"Calibrate it again.",  # _CALIBRATE
    b"Switch off and on,\npress STOP if asked.",  # _ASKED
    b"Let go of it, then\nswitch off and on.",  # _LET_GO
    b"",  # _NO_STEP
    b"Something unexpected\nhappened.",  # _UNKNOWN
    b"The program files have\nchanged.",  # _FILES
    b"The base software is too\nold.",  # _OLD
    b"The calibration cannot be\nread.",  # _CALIBRATION
    b"This program is made for\nanother board.",  # _BOARD
    b"Too little memory is free.",  # _HEAP
    b"The DOWN button is stuck\nor wet.",  # _DOWN
    b"The OK button is stuck or\nwet.",  # _OK
    b"The UP button is stuck or\nwet.",  # _UP
    b"STOP was not pressed.",  # _NOT_PROVEN
    b"The battery is low.",  # _BATTERY
    b"The current control does\nnot answer.",  # _DAC
    b"The current meter does\nnot answer.",  # _ADC
    b"The display does not\nanswer.",  # _DISPLAY
    b"The current control would\nnot start from zero.",  # _EEPROM
    b"Current meter A does not\nread zero.",  # _ZERO_A
    b"Current meter B does not\nread zero.",  # _ZERO_B
    b"The voltage meter does\nnot read zero.",  # _ZERO_V
    b"The relay is not at rest.",  # _RELAY
    b"The test resistor does not\nread right.",  # _DUMMY
    b"The output switch does\nnot cut off.",  # _SWITCH
    b"The safety pump does not\ncut off.",  # _EDGES
    b"The current is not exact\nenough.",  # _LINEAR
    b"The overcurrent cut-off\ndoes not work.",  # _LATCH
    b"The high voltage does not\nobey.",  # _BOOST
    b"The polarity switch lets\ncurrent through.",  # _BRIDGE_LEAK
    b"The polarity switch does\nnot work.",  # _BRIDGE
    b"STOP is stuck, or its wire\nis broken.",  # _STOP
    b"The overcurrent cut-off\nstays tripped.",  # _LATCHED
    b"The record of treatments\ncannot be read or written.",  # _LEDGER
    b"USB is plugged in.",  # _USB
    b"The current rose too high.",  # _HIGH
    b"The current did not follow\nits target.",  # _FOLLOW
    b"The two current meters\ndisagree.",  # _DISAGREE
    b"The current meter stopped\nmeasuring.",  # _STALE
    b"The measuring parts do\nnot answer.",  # _LOST
    b"The current control does\nnot obey.",  # _OBEY
    b"The way back for the\ncurrent is broken.",  # _RETURN
    b"The voltages do not fit\ntogether.",  # _VOLTAGES
    b"The high voltage is wrong.",  # _RAIL
    b"Current flowed where none\nshould.",  # _STRAY
    b"The relay did not switch\nas asked.",  # _RELAY_MOVE
    b"The program was too slow.",  # _SLOW
    b"The battery gave out.",  # _COLLAPSE
    b"The program made an\nerror.",  # _PROGRAM
    b"The safety guard does not\nanswer.",  # _GUARD
    b"The output did not switch\non.",  # _CLOSE
    b"The safety guard counted\ntoo high a dose.",  # _GUARD_DOSE
    b"The safety guard counted\ntoo long a treatment.",  # _GUARD_TIME
    b"The display did not answer.\nSwitch off, wait 10 s,\nswitch on.",  # _C_DISPLAY
    b"A button is stuck or wet.\nDry it, then switch off\nand on.",  # _C_BUTTON
    b"The battery is low. Please\ncharge it before the next\ntreatment.",  # _C_BATTERY
    b"The highest dose for one\ntreatment is reached.\nThat is enough for today.",  # _C_DOSE
    b"The longest time for one\ntreatment is reached.\nThat is enough for today.",  # _C_TIME
    b"Something joins the two\nelectrodes. Take metal out,\nkeep the trays apart.",  # _C_SHORT
    b"Your skin is drying out.\nNext time use more water\nand keep it covered.",  # _C_DRYING
    b"Contact broke too often.\nTake a rest. Next time lie\nstill and flat.",  # _C_PAUSES
    b"The inner clock is wrong.\nSwitch off, wait 10 s,\nswitch on.",  # _C_CLOCK
    b"The two charge counters\ndisagree. Switch off, wait\n10 s, switch on.",  # _C_CHARGE
    b"The meters answered badly.\nSwitch off, wait 10 s,\nswitch on.",  # _C_BUS
    b"Memory ran short.\nSwitch off, wait 10 s,\nswitch on.",  # _C_HEAP
    b"Contact was not steady.\nLie flat, keep still, then\ntry again.",  # _C_CONTACT
    b"The two directions were\nnot equal. Switch off, wait\n10 s, switch on.",  # _C_UNEVEN
    b"The settings could not be\nread. The standard ones\nare used. Check them.",  # _R_SETTINGS
    b"The last treatment broke\noff. It counts as a full\none.",  # _R_INTERRUPTED
    b"The unit is not calibrated:\nthe current is less exact.\nTell the maker.",  # _R_CALIBRATION
    b"The record of faults could\nnot be read or written.\nOlder entries are lost.",  # _R_LOG
    b"3 faults in a short time.\nDo not use it. Show this\nto the maker.",  # _L_THREE
    b"Treated here today already.\nOnce a day is enough.",  # _R_TODAY
    b"Treated here five times in\nseven days. Give the skin\na rest.",  # _R_WEEK
    b"Was the last treatment here\nbefore today? If not, press\nSTOP.",  # _R_ATTEST
    b"There is no clock. Please\nleave the unit on for half\nan hour first.",  # _R_WAIT
)
# fmt: on
