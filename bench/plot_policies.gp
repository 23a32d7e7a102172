# A measure of simulated policies by load: a panel for each scenario, a line for each policy.
#
# bench/plot_policies.py calls it with these variables set (gnuplot -e):
#   data       file of blocks "load mean half_width", two blank lines between them: for each scenario
#              the policies in their order
#   output     the SVG file
#   scenarios, policies
#              names, with blanks between them
#   measure    what stands at the axis
#
# SPDX-License-Identifier: GPL-3.0-or-later

panels = words(scenarios)
lines = words(policies)
across = panels < 2 ? 1 : panels == 3 ? 3 : 2
down = (panels + across - 1) / across
width = across == 1 ? 560 : 380 * across
top = 32.0
panel = 250.0
legend = 70.0 + 18.0 * lines
height = top + panel * down + 98.0 * (down - 1) + legend

set terminal svg size width, height dynamic font "sans-serif,12" background "white"
set output output
set encoding utf8

set linetype 1 linecolor rgb "#0072B2" pointtype 7
set linetype 2 linecolor rgb "#D55E00" pointtype 5
set linetype 3 linecolor rgb "#009E73" pointtype 9
set linetype 4 linecolor rgb "#CC79A7" pointtype 11
set linetype 5 linecolor rgb "#E69F00" pointtype 13
set linetype 6 linecolor rgb "#56B4E9" pointtype 15
set linetype cycle 6

set border 3 linecolor rgb "#444444"
set tics nomirror out
set grid ytics linecolor rgb "#dddddd" linetype 1
set xtics 10
set offsets 4, 4, graph 0.05, graph 0.05
set autoscale x noextend
set xlabel "demand, % of what the practice says" offset 0, 0.3
set style data yerrorlines
set key off

set multiplot layout down, across \
    margins screen 64.0 / width, 1 - 14.0 / width, legend / height, 1 - top / height \
    spacing screen 64.0 / width, 98.0 / height
do for [s = 1:panels] {
    set title word(scenarios, s) noenhanced offset 0, -0.5
    if (s % across == 1 || across == 1) { set ylabel measure noenhanced offset 1, 0 } \
        else { unset ylabel }
    if (s == panels) {
        set key at screen 0.5, screen 6.0 / height center bottom vertical Left reverse noenhanced \
            samplen 3 width 2
    }
    # Lines side by side, so that no interval hides another.
    plot for [p = 1:lines] data index (s - 1) * lines + p - 1 \
        using ($1 + 0.5 * (p - (lines + 1) / 2.0)):2:3 linetype p linewidth 1.8 pointsize 0.7 \
        title word(policies, p)
}
unset multiplot
