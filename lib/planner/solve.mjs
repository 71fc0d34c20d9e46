import loadHighs from "highs";

/** @typedef {import("./milp").Milp} Milp */
/** @typedef {{ milp: Milp, seconds: number, start?: { columns: Int32Array, values: Float64Array } }} Task */

/** @type {ReturnType<typeof loadHighs> | undefined} */
let loading;

const finite = (/** @type {number} */ value) =>
  Number.isFinite(value) && Math.abs(value) < 1e29 ? value : null;

/** @param {Milp} milp */
const modelData = (milp) => {
  const numCols = milp.costs.length;
  const numRows = milp.rowLower.length;
  return {
    numCols,
    numRows,
    offset: milp.offset,
    colCost: milp.costs,
    colLower: milp.lower,
    colUpper: milp.upper,
    rowLower: milp.rowLower,
    rowUpper: milp.rowUpper,
    integrality: milp.whole,
    matrix: /** @type {const} */ ({
      format: "csr",
      numRows,
      numCols,
      starts: milp.rowStarts,
      indices: milp.rowColumns,
      values: milp.rowValues,
    }),
  };
};

/**
 * Minimises a program with HiGHS. Computes without a break: on a server it belongs into worker.mjs.
 *
 * @param {Task} task
 * @param {(progress: import("./types").Progress) => void} onProgress
 * @returns {Promise<import("./propose").Solved>}
 */
export const solve = async ({ milp, seconds, start }, onProgress = () => undefined) => {
  loading ??= loadHighs();
  const highs = await loading;
  const { callbackType, modelStatus } = highs.constants;
  return highs.withModel(modelData(milp), (model) => {
    model.options.set({
      output_flag: false,
      time_limit: seconds,
      mip_rel_gap: 1e-4,
      mip_min_logging_interval: 1,
    });
    if (start) model.setSolution({ indices: start.columns, values: start.values });
    /** @param {{ readonly data: import("highs").CallbackData }} event */
    const tell = ({ data }) => {
      onProgress({
        objective: finite(data.mip_primal_bound ?? Number.NaN),
        bound: finite(data.mip_dual_bound ?? Number.NaN) ?? 0,
        seconds: data.running_time ?? 0,
      });
    };
    model.run({ [callbackType.mipLogging]: tell, [callbackType.mipImprovingSolution]: tell });
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
      return { status: "infeasible", values: null, objective: null, bound: 0 };
    const found = model.info.get("primal_solution_status") === 2;
    return {
      status: status === modelStatus.optimal ? "optimal" : "stopped",
      values: found ? Float64Array.from(model.getSolution().colValue) : null,
      objective: found ? model.getObjectiveValue() : null,
      bound: finite(Number(model.info.get("mip_dual_bound"))) ?? 0,
    };
  });
};
