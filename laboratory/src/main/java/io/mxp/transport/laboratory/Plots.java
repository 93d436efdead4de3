/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.FlowReport;
import io.mxp.transport.simulation.FlowSample;
import io.mxp.transport.simulation.LinkSample;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of runs as SVG files. */
final class Plots {

	private static final int WIDTH = 430;

	private static final int LEGEND_WIDTH = 115;

	private static final int HEIGHT = 190;

	private static final int TITLE_HEIGHT = 25;

	/**
	 * Points of a line where there is one flow. No divisor of the number of samples, as
	 * little as the least: a chart puts its ticks at points that are equally far apart.
	 */
	private static final int MOST_POINTS = 79;

	private static final int LEAST_POINTS = 29;

	private static final int MOST_STATE_LINES = 2;

	/** How far lines of states stand apart. */
	private static final double STATE_STEP = 0.12;

	private static final double MARGIN = 1.05;

	private static final int GREY = 8;

	private static final int TICK_SPACING = 90;

	/** One call in ten thousand. */
	private static final double LEAST_SHARE = 1e-4;

	private static final Color[] COLOURS = { new Color(0x1F77B4), new Color(0xD62728), new Color(0x2CA02C),
			new Color(0x9467BD), new Color(0xFF7F0E), new Color(0x8C564B), new Color(0xE377C2), new Color(0x17BECF),
			new Color(0x7F7F7F) };

	private Plots() {
	}

	/**
	 * Goodput, round trip, window and queue, and states over time, one below another; a
	 * column for each report, all with the same scales.
	 */
	static void overTime(List<BulkReport> reports, Path file) throws IOException {
		List<List<XYChart>> rows = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			rows.add(new ArrayList<>());
		}
		for (int i = 0; i < reports.size(); i++) {
			BulkReport report = reports.get(i);
			boolean last = i == reports.size() - 1;
			rows.get(0).add(goodput(report, chart(report.flows().get(0).controller(), "Mbit/s", last)));
			rows.get(1)
				.add(perFlow(report, chart("", "RTT, ms", last), "", (sample) -> sample.smoothedRttNanos() / 1e6));
			rows.get(2).add(windows(report, chart("", "KiB", last)));
			rows.get(3).add(states(report, chart("", "state", last)));
		}
		rows.subList(0, 3).forEach(Plots::sameScale);
		for (List<XYChart> row : rows) {
			for (int i = 0; i < row.size(); i++) {
				row.get(i).getStyler().setXAxisMin(0.0).setXAxisMax(reports.get(i).endedNanos() / 1e9);
			}
		}
		Svg.write(rows, file);
	}

	/** Which share of calls took longer than so many milliseconds. */
	static void latencies(List<String> names, List<long[]> sorted, Path file) throws IOException {
		XYChart chart = new XYChartBuilder().width(2 * WIDTH)
			.height(2 * HEIGHT)
			.title("Time from send to delivery")
			.xAxisTitle("ms")
			.yAxisTitle("calls that took longer, %")
			.build();
		style(chart, true);
		chart.getStyler().setYAxisLogarithmic(true);
		for (int i = 0; i < names.size(); i++) {
			long[] values = sorted.get(i);
			double[] x = new double[MOST_POINTS + 1];
			double[] y = new double[MOST_POINTS + 1];
			for (int k = 0; k <= MOST_POINTS; k++) {
				double share = Math.pow(LEAST_SHARE, (double) k / MOST_POINTS);
				x[k] = values[(int) Math.round((values.length - 1) * (1 - share))] / 1e6;
				y[k] = 100 * share;
			}
			line(chart, names.get(i), x, y, i);
		}
		chart.getStyler().setXAxisMin(0.0).setYAxisMin(100 * LEAST_SHARE).setYAxisMax(100.0);
		Svg.write(List.of(List.of(chart)), file);
	}

	private static XYChart goodput(BulkReport report, XYChart chart) {
		for (int i = 0; i < report.flows().size(); i++) {
			List<FlowSample> samples = report.flows().get(i).samples();
			List<FlowSample> shown = thin(samples, points(report));
			line(chart, name(report, i), seconds(shown), mean(samples, shown.size()), i);
		}
		List<LinkSample> link = thin(report.samples(), MOST_POINTS);
		line(chart, "link", link.stream().mapToDouble((sample) -> sample.atNanos() / 1e9).toArray(),
				link.stream().mapToDouble((sample) -> sample.bitsPerSecond() / 1e6).toArray(), GREY);
		return chart;
	}

	private static XYChart windows(BulkReport report, XYChart chart) {
		boolean alone = report.flows().size() == 1;
		perFlow(report, chart, alone ? "window" : "", (sample) -> sample.congestionWindowBytes() / 1024.0);
		if (alone) {
			List<FlowSample> shown = thin(report.flows().get(0).samples(), points(report));
			line(chart, "in flight", seconds(shown),
					shown.stream().mapToDouble((sample) -> sample.bytesInFlight() / 1024.0).toArray(), 2);
		}
		List<LinkSample> link = thin(report.samples(), MOST_POINTS);
		line(chart, "queue", link.stream().mapToDouble((sample) -> sample.atNanos() / 1e9).toArray(),
				link.stream().mapToDouble((sample) -> sample.waitingBytes() / 1024.0).toArray(), GREY);
		return chart;
	}

	private static XYChart perFlow(BulkReport report, XYChart chart, String name, ToDoubleFunction<FlowSample> value) {
		for (int i = 0; i < report.flows().size(); i++) {
			List<FlowSample> shown = thin(report.flows().get(i).samples(), points(report));
			line(chart, name.isEmpty() ? name(report, i) : name, seconds(shown),
					shown.stream().mapToDouble(value).toArray(), i);
		}
		return chart;
	}

	private static XYChart states(BulkReport report, XYChart chart) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < Math.min(MOST_STATE_LINES, report.flows().size()); i++) {
			states(chart, name(report, i), report.flows().get(i).samples(), names, i);
		}
		chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
		chart.getStyler().setYAxisMin(-0.5).setYAxisMax(Math.max(1, names.size()) - 0.5);
		chart.getStyler().setYAxisTickLabelsFormattingFunction((value) -> label(names, value));
		return chart;
	}

	private static void states(XYChart chart, String name, List<FlowSample> samples, List<String> names, int colour) {
		List<Double> x = new ArrayList<>();
		List<Double> y = new ArrayList<>();
		String last = null;
		for (FlowSample sample : samples) {
			if (!names.contains(sample.state())) {
				names.add(sample.state());
			}
			if (!sample.state().equals(last)) {
				last = sample.state();
				x.add(sample.atNanos() / 1e9);
				y.add(names.indexOf(last) + colour * STATE_STEP);
			}
		}
		if (!samples.isEmpty()) {
			x.add(samples.get(samples.size() - 1).atNanos() / 1e9);
			y.add(names.indexOf(samples.get(samples.size() - 1).state()) + colour * STATE_STEP);
			line(chart, name, x.stream().mapToDouble(Double::doubleValue).toArray(),
					y.stream().mapToDouble(Double::doubleValue).toArray(), colour)
				.setXYSeriesRenderStyle(XYSeriesRenderStyle.Step);
		}
	}

	/** No label but at whole numbers; the chart wants no two alike. */
	private static String label(List<String> names, double value) {
		int index = (int) Math.rint(value);
		boolean state = Math.abs(value - index) < 0.01 && index >= 0 && index < names.size();
		return state ? names.get(index).toLowerCase(Locale.ROOT).replace('_', ' ')
				: " ".repeat(1 + Math.abs((int) Math.round(value * 10)));
	}

	private static String name(BulkReport report, int flow) {
		FlowReport own = report.flows().get(flow);
		boolean stranger = flow > 0 && !own.controller().equals(report.flows().get(0).controller());
		return stranger ? own.controller() : "flow " + (flow + 1);
	}

	private static int points(BulkReport report) {
		return Math.max(LEAST_POINTS, MOST_POINTS / report.flows().size());
	}

	private static double[] seconds(List<FlowSample> samples) {
		return samples.stream().mapToDouble((sample) -> sample.atNanos() / 1e9).toArray();
	}

	/** Goodput between the points that are shown, not at them. */
	private static double[] mean(List<FlowSample> samples, int points) {
		double[] means = new double[points];
		for (int i = 0; i < points; i++) {
			int from = i * samples.size() / points;
			int to = Math.max(from + 1, (i + 1) * samples.size() / points);
			means[i] = samples.subList(from, to)
				.stream()
				.mapToDouble((sample) -> sample.goodputBitsPerSecond() / 1e6)
				.average()
				.orElse(0);
		}
		return means;
	}

	private static <T> List<T> thin(List<T> values, int most) {
		if (values.size() <= most) {
			return values;
		}
		List<T> thinned = new ArrayList<>();
		for (int i = 0; i < most; i++) {
			thinned.add(values.get((i + 1) * values.size() / most - 1));
		}
		return thinned;
	}

	private static void sameScale(List<XYChart> row) {
		double most = row.stream()
			.flatMap((chart) -> chart.getSeriesCollection().stream())
			.mapToDouble(XYSeries::getYMax)
			.max()
			.orElse(1);
		row.forEach((chart) -> chart.getStyler().setYAxisMin(0.0).setYAxisMax(Math.max(1, most * MARGIN)));
	}

	private static XYSeries line(XYChart chart, String name, double[] x, double[] y, int colour) {
		XYSeries series = chart.addSeries(name, x, y);
		series.setMarker(SeriesMarkers.NONE);
		series.setLineColor(COLOURS[colour % COLOURS.length]);
		series.setLineWidth(1.2f);
		return series;
	}

	private static XYChart chart(String title, String unit, boolean legend) {
		XYChart chart = new XYChartBuilder().width(WIDTH + (legend ? LEGEND_WIDTH : 0))
			.height(title.isEmpty() ? HEIGHT : HEIGHT + TITLE_HEIGHT)
			.title(title)
			.xAxisTitle("s")
			.yAxisTitle(unit)
			.build();
		style(chart, legend);
		return chart;
	}

	private static void style(XYChart chart, boolean legend) {
		Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
		chart.getStyler().setChartBackgroundColor(Color.WHITE);
		chart.getStyler().setLegendVisible(legend);
		chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
		chart.getStyler().setLegendFont(font);
		chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
		chart.getStyler().setAxisTickLabelsFont(font);
		chart.getStyler().setAxisTitleFont(font);
		chart.getStyler().setChartTitleVisible(!chart.getTitle().isEmpty());
		chart.getStyler().setPlotGridVerticalLinesVisible(false);
		chart.getStyler().setXAxisTickMarkSpacingHint(TICK_SPACING);
		chart.getStyler().setYAxisTickMarkSpacingHint(TICK_SPACING / 2);
		chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.5f));
		chart.getStyler().setAxisTickMarksStroke(new BasicStroke(0.5f));
	}

}
