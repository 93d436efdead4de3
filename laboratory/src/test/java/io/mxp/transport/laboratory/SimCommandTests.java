/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

import javax.xml.parsers.DocumentBuilderFactory;

import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.CongestionRuns;
import io.mxp.transport.simulation.FlowReport;
import io.mxp.transport.simulation.FlowSample;
import io.mxp.transport.simulation.Scenario;
import io.mxp.transport.simulation.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

class SimCommandTests {

	private static final Scenario BROKEN = new Scenario("X01", "fails with seed 2", (sim) -> {
		sim.client().send("hello");
		sim.runUntilQuiet();
		sim.check(sim.seed() != 2, "two is too much");
	});

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@TempDir
	private Path directory;

	private int run(List<Scenario> scenarios, String... arguments) {
		return SimCommand.commandLine(scenarios, new PrintWriter(this.out, true), new PrintWriter(this.err, true))
			.execute(arguments);
	}

	@Test
	void listShowsScenariosAndMeasurements() {
		assertThat(run(Scenarios.all(), "--list")).isZero();
		assertThat(this.out.toString()).contains("S01").contains("REL-27").contains("REL-28");
	}

	@Test
	void passingSeedsGiveATableAndADigestThatRepeats() throws Exception {
		Path table = this.directory.resolve("table.md");
		assertThat(run(Scenarios.all(), "--scenario", "S01", "--seeds", "3", "--twice", "--quiet", "--markdown",
				table.toString()))
			.isZero();
		assertThat(this.out.toString()).contains("3 of 3").contains("trace digests equal on a second run");
		assertThat(Files.readString(table)).contains("| S01 | handshake, 1 KB | 3 of 3 |");
		String digest = this.out.toString()
			.lines()
			.filter((line) -> line.startsWith("digest"))
			.findFirst()
			.orElseThrow();
		this.out.getBuffer().setLength(0);
		run(Scenarios.all(), "--scenario", "S01", "--seeds", "3", "--quiet");
		assertThat(this.out.toString()).contains(digest);
		this.out.getBuffer().setLength(0);
		run(Scenarios.all(), "--scenario", "S01", "--seeds", "2", "--quiet");
		assertThat(this.out.toString()).doesNotContain(digest);
	}

	/**
	 * What they need besides the simulation has to be in the jar that this module has.
	 */
	@Test
	void everyScenarioRunsFromHere() {
		assertThat(run(Scenarios.all(), "--all", "--seed", "1", "--quiet")).isZero();
	}

	@Test
	void failureNamesSeedCommandAndTrace() throws Exception {
		assertThat(run(List.of(BROKEN), "--all", "--seeds", "3", "--quiet", "--trace", this.directory.toString()))
			.isEqualTo(1);
		assertThat(this.out.toString()).contains("2 of 3");
		assertThat(this.err.toString()).contains("two is too much")
			.contains("bin/sim --scenario X01 --seed 2 --trace")
			.contains("X01-2.txt");
		assertThat(Files.readString(this.directory.resolve("X01-2.txt"))).contains("send #1 ");
	}

	@Test
	void json() {
		assertThat(run(List.of(BROKEN), "--all", "--seed", "1", "--json", "--quiet")).isZero();
		assertThat(this.out.toString().lines().findFirst().orElseThrow()).startsWith("{\"scenario\":\"X01\"")
			.contains("\"passed\":1");
	}

	@Test
	void wrongUsage() {
		assertThat(run(Scenarios.all())).isEqualTo(2);
		assertThat(run(Scenarios.all(), "--scenario", "S99")).isEqualTo(2);
		assertThat(this.err.toString()).contains("there is no scenario S99");
		assertThat(run(Scenarios.all(), "--all", "--seeds", "0")).isEqualTo(2);
		assertThat(run(Scenarios.all(), "--all", "--seeds", "many")).isEqualTo(2);
		assertThat(run(Scenarios.all(), "--all", "--threads", "0")).isEqualTo(2);
		assertThat(run(Scenarios.all(), "--scenario", "REL-27", "--controller", "nobody")).isEqualTo(2);
		assertThat(run(Scenarios.all(), "lab", "--only", "nothing")).isEqualTo(2);
		assertThat(run(Scenarios.all(), "lab", "--controllers", "nobody")).isEqualTo(2);
	}

	@Test
	void labWritesIndexPageAndPlot() throws Exception {
		assertThat(run(Scenarios.all(), "lab", "--controllers", "newreno", "--only", "1ms-1bdp-0loss-1flow", "--quiet",
				"--out", this.directory.toString()))
			.isZero();
		assertThat(Files.readString(this.directory.resolve("laboratory.md")))
			.contains("(laboratory/1ms-1bdp-0loss-1flow.md) | newreno |");
		assertThat(Files.readString(this.directory.resolve("laboratory/1ms-1bdp-0loss-1flow.md")))
			.contains("(1ms-1bdp-0loss-1flow.svg)");
		Path file = this.directory.resolve("laboratory/1ms-1bdp-0loss-1flow.svg");
		Document plot = DocumentBuilderFactory.newNSInstance().newDocumentBuilder().parse(file.toFile());
		assertThat(plot.getDocumentElement().getLocalName()).isEqualTo("svg");
		List<Integer> points = new ArrayList<>();
		NodeList curves = plot.getElementsByTagNameNS("*", "polyline");
		for (int i = 0; i < curves.getLength(); i++) {
			points.add(curves.item(i).getAttributes().getNamedItem("points").getNodeValue().split(" ").length);
		}
		// The link's rate never changes: two points. Goodput has one at each of 79 times.
		assertThat(points).contains(2).anyMatch((count) -> count > 60 && count <= 79);
		assertThat(plot.getElementsByTagNameNS("*", "line").getLength()).isZero();
		assertThat(Files.size(file)).isLessThan(100_000);
	}

	@Test
	void unorderedWritesPageAndPlot() throws Exception {
		assertThat(run(Scenarios.all(), "unordered", "--rate", "500", "--seconds", "2", "--quiet", "--out",
				this.directory.toString()))
			.isZero();
		assertThat(Files.readString(this.directory.resolve("unordered.md"))).contains("| unordered | 5.00 ms |");
		assertThat(this.directory.resolve("unordered.svg")).isNotEmptyFile();
	}

	@Test
	void figuresStandBesideWhatIsRequired() {
		Measurement even = new Measurement("REL-28", "two alike", (controller, seed) -> report(controller, 4, 2),
				List.of(Measurement.Figure.atLeast("Jain", 0.95, BulkReport::jain),
						Measurement.Figure.atMost("Jain", 0.9, BulkReport::jain)));
		RegisterTable table = new RegisterTable(List.of("bbr", "cubic"));
		// (4 + 2)² / (2 (16 + 4)) = 0.9; of two seeds the worse one counts.
		List<Map<String, Object>> rows = table.add(even, Map.of("bbr",
				List.of(report("bbr", 1, 1), even.run().with("bbr", 1)), "cubic", List.of(report("cubic", 3, 3))));
		assertThat(rows.get(0)).containsEntry("holds", false).containsEntry("values", Map.of("bbr", 0.9, "cubic", 1.0));
		// At most 0.9, and the worst is 1.
		assertThat(rows.get(1)).containsEntry("holds", false).containsEntry("values", Map.of("bbr", 1.0, "cubic", 1.0));
		assertThat(table.text()).contains(">= 0.95      0.900 FAIL     1.000");
		assertThat(table.holds()).isFalse();
		Measurement.Figure limit = Measurement.Figure.atLeast("", 0.9, BulkReport::jain);
		assertThat(limit.holds(0.9)).isTrue();
		assertThat(limit.holds(0.899)).isFalse();
	}

	@Test
	void shortfallsAreNamed() {
		LabScenario two = LabScenario.all(Set.of("newreno"))
			.stream()
			.filter((scenario) -> scenario.flows().size() == 2)
			.findFirst()
			.orElseThrow();
		assertThat(new LabResult(two, report("newreno", 4, 2)).shortfalls()).containsExactly("Jain 0.90 < 0.95",
				"utilization 0.00 < 0.95");
		LabScenario mixed = LabScenario.all(Set.of("newreno", "cubic"))
			.stream()
			.filter((scenario) -> scenario.group() == LabScenario.Group.MIXED)
			.findFirst()
			.orElseThrow();
		assertThat(new LabResult(mixed, report("newreno", 1, 9)).shortfalls())
			.containsExactly("CUBIC's share 0.00 < 0.20");
		assertThat(new LabResult(mixed, report("cubic", 1, 9)).shortfalls()).containsExactly("share 0.00 < 0.20");
	}

	private static BulkReport report(String controller, double... goodputs) {
		List<FlowReport> flows = DoubleStream.of(goodputs)
			.mapToObj((goodput) -> new FlowReport(controller, 0, goodput, 0, 0, 0, 0, 0, List.of()))
			.toList();
		return new BulkReport(CongestionRuns.link(), 0, 1, 1, flows, List.of(), 0, 0, 0, "");
	}

	@Test
	void distanceOfSwitches() {
		List<FlowSample> samples = List.of(at(1, 0), at(2, 1), at(5, 1), at(9, 2), at(12, 3));
		assertThat(CongestionRuns.leastSecondsBetweenSwitches(samples)).isEqualTo(3.0);
		assertThat(CongestionRuns.leastSecondsBetweenSwitches(List.of(at(1, 0), at(2, 2)))).isZero();
		assertThat(CongestionRuns.leastSecondsBetweenSwitches(List.of(at(1, 0), at(2, 1)))).isInfinite();
	}

	private static FlowSample at(int second, int switches) {
		return new FlowSample(second * 1_000_000_000L, 0, 0, 0, 0, 0, "PROBE_BW", switches);
	}

}
