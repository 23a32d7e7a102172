NAME two_clinics FREE
ROWS
 N two_clinics
 G cover(mon-8)
 E minutes
 G fair
 L cap
 L cap~4
 L nothing
 N idle
COLUMNS
 m1 'MARKER' 'INTORG'
 duty(ann,mon-8) two_clinics 3
 duty(ann,mon-8) cover(mon-8) 1
 duty(ann,mon-8) minutes 480
 duty(ann,mon-8) fair 1
 duty(bob,mon-8) two_clinics 2.5
 duty(bob,mon-8) cover(mon-8) 1
 duty(bob,mon-8) minutes 240
 duty(bob,mon-8) fair -1
 m2 'MARKER' 'INTEND'
 short(mon) two_clinics 10
 short(mon) cover(mon-8) 1
 short(mon) cap 1
 spare two_clinics -0.25
 spare minutes -1
 m3 'MARKER' 'INTORG'
 days cap~4 1
 m4 'MARKER' 'INTEND'
 _2nd two_clinics 0
 fixed two_clinics 0
 low two_clinics 0
 constant~ two_clinics 7
RHS
 rhs cover(mon-8) 1
 rhs fair -1
 rhs cap 4
 rhs cap~4 5
 rhs nothing 2
RANGES
 rng fair 2
BOUNDS
 LO bnd duty(ann,mon-8) 0
 UP bnd duty(ann,mon-8) 1
 LO bnd duty(bob,mon-8) 0
 UP bnd duty(bob,mon-8) 1
 LO bnd short(mon) 0
 UP bnd short(mon) 4
 FR bnd spare
 LO bnd days -3
 UP bnd days 5
 LO bnd _2nd 0
 PL bnd _2nd
 FX bnd fixed 2
 MI bnd low
 UP bnd low 0
 FX bnd constant~ 1
ENDATA
