defmodule Lark.Umbrella do
  use Mix.Project

  def project do
    [apps_path: "apps", version: "1.0.0", deps: deps()]
  end

  defp deps do
    [{:ex_doc, "~> 0.29", only: :dev, runtime: false}]
  end
end
